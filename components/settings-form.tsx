import { Switch } from '@base-ui/react/switch';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../lib/core/app-error';
import { language, type Settings } from '../lib/core/settings';
import { Message } from './message';
import { SelectField } from './select-field';
import { TextField } from './text-field';
import { useAction } from './use-action';

type Props = { settings: Settings; onSave: (changes: Partial<Settings>) => Promise<unknown> };

const ranges = { concurrency: { min: 0, max: 48 }, timeoutS: { min: 1, max: 300 } } as const;

/** Settings that are saved the moment they change. */
export function SettingsForm({ settings, onSave }: Props) {
  const { t } = useTranslation();
  const { status, run } = useAction();
  const save = (changes: Partial<Settings>) =>
    void run(t('common.saving'), () => onSave(changes).then(() => ({ state: 'ok', text: t('common.saved') })));
  const languages = language.options.map((value) => ({ value, label: t(`settings.languages.${value}`) }));
  return (
    <div className="rounded-xl border border-line bg-surface p-4 sm:p-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          hint={t('settings.concurrencyHint')}
          label={t('settings.concurrency')}
          onSave={(concurrency) => save({ concurrency })}
          range={ranges.concurrency}
          testId="setting-concurrency"
          value={settings.concurrency}
        />
        <NumberField
          hint={t('settings.timeoutHint')}
          label={t('settings.timeout')}
          onSave={(timeoutS) => save({ timeoutS })}
          range={ranges.timeoutS}
          testId="setting-timeout"
          value={settings.timeoutS}
        />
        <SelectField
          label={t('settings.language')}
          onChange={(value) => save({ language: value })}
          options={languages}
          testId="setting-language"
          value={settings.language}
        />
        <Notify checked={settings.notify} onChange={(notify) => save({ notify })} />
      </div>
      <Message status={status} testId="setting-message" />
    </div>
  );
}

type NumberProps = {
  label: string;
  hint: string;
  testId: string;
  value: number;
  range: { min: number; max: number };
  onSave: (value: number) => void;
};

function NumberField({ value, range, onSave, ...field }: NumberProps) {
  const [error, setError] = useState<ErrorShape>();

  function change(text: string) {
    const typed = Number(text);
    const fits = /^\d+$/.test(text) && typed >= range.min && typed <= range.max;
    setError(fits ? undefined : { code: 'input.range', params: range });
    if (fits) onSave(typed);
  }

  return (
    <TextField
      {...field}
      {...range}
      defaultValue={value}
      error={error}
      inputMode="numeric"
      onChange={(event) => change(event.target.value)}
      step={1}
      type="number"
    />
  );
}

function Notify({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="flex min-h-9 items-center gap-3 self-end">
      <Switch.Root
        checked={checked}
        className="flex h-6 w-10 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors data-checked:bg-accent"
        data-testid="setting-notify"
        id={id}
        onCheckedChange={(next) => onChange(next)}
      >
        <Switch.Thumb className="size-5 rounded-full bg-surface transition-transform data-checked:translate-x-4" />
      </Switch.Root>
      <label className="font-medium text-[13px]" htmlFor={id}>
        {t('settings.notify')}
      </label>
    </div>
  );
}
