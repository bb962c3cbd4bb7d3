import { useTranslation } from 'react-i18next';
import { language, type Settings } from '../lib/core/settings';
import { Message } from './message';
import { NumberField } from './number-field';
import { SelectField } from './select-field';
import { SwitchField } from './switch-field';
import { useAction } from './use-action';

type Props = { settings: Settings; onSave: (changes: Partial<Settings>) => Promise<unknown> };

const ranges = { concurrency: { min: 0, max: 48 }, timeoutS: { min: 1, max: 300 } } as const;

/** What the seller can take off Ozon's pages, each on its own (seller-portal.md §10.14). */
const portalSwitches = [
  { name: 'rowButtons', testId: 'setting-row-buttons' },
  { name: 'editButtons', testId: 'setting-edit-buttons' },
  { name: 'launcher', testId: 'setting-launcher' },
] as const;

/** Settings that are saved the moment they change. */
export function SettingsForm({ settings, onSave }: Props) {
  const { t } = useTranslation();
  const { status, run } = useAction();
  const save = (changes: Partial<Settings>) =>
    void run(t('common.saving'), () => onSave(changes).then(() => ({ state: 'ok', text: '' })));
  // Put into words only here: what was saved may be the language.
  const shown = status.state === 'ok' ? { ...status, text: t('common.saved') } : status;
  const languages = language.options.map((value) => ({ value, label: t(`settings.languages.${value}`) }));
  return (
    <div className="rounded-xl border border-line bg-surface p-4 sm:p-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <Numbers onChange={save} settings={settings} />
        <SelectField
          label={t('settings.language')}
          onChange={(value) => save({ language: value })}
          options={languages}
          testId="setting-language"
          value={settings.language}
        />
        <SwitchField
          checked={settings.notify}
          className="self-end"
          label={t('settings.notify')}
          onChange={(notify) => save({ notify })}
          testId="setting-notify"
        />
      </div>
      <PortalSwitches onChange={save} settings={settings} />
      <Message status={shown} testId="setting-message" />
    </div>
  );
}

type PartProps = { settings: Settings; onChange: (changes: Partial<Settings>) => void };

function Numbers({ settings, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <NumberField
        hint={t('settings.concurrencyHint')}
        label={t('settings.concurrency')}
        onSave={(concurrency) => onChange({ concurrency })}
        range={ranges.concurrency}
        testId="setting-concurrency"
        value={settings.concurrency}
      />
      <NumberField
        hint={t('settings.timeoutHint')}
        label={t('settings.timeout')}
        onSave={(timeoutS) => onChange({ timeoutS })}
        range={ranges.timeoutS}
        testId="setting-timeout"
        value={settings.timeoutS}
      />
    </>
  );
}

function PortalSwitches({ settings, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="mt-5 border-line border-t pt-4">
      <legend className="float-left mb-1 w-full font-semibold">{t('settings.portal.title')}</legend>
      <div className="clear-both grid gap-x-4 sm:grid-cols-2">
        {portalSwitches.map(({ name, testId }) => (
          <SwitchField
            checked={settings[name]}
            key={name}
            label={t(`settings.portal.${name}`)}
            onChange={(shown) => onChange({ [name]: shown })}
            testId={testId}
          />
        ))}
      </div>
    </fieldset>
  );
}
