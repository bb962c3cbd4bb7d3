import { useTranslation } from 'react-i18next';
import { diskMode, partSizesMb } from '../lib/core/disk';
import { defaultSettings, type Settings } from '../lib/core/settings';
import { Message } from './message';
import { SelectField } from './select-field';
import { TemplateField } from './template-field';
import { useAction } from './use-action';

type Props = { settings: Settings; onSave: (changes: Partial<Settings>) => Promise<unknown> };

/** How pictures are saved on this computer; saved the moment it changes. */
export function DiskForm({ settings: stored, onSave }: Props) {
  const { t } = useTranslation();
  const { status, run } = useAction();
  // What an older version stored lacks these.
  const { diskMode: mode, diskTemplate, diskPartMb } = { ...defaultSettings, ...stored };
  const save = (changes: Partial<Settings>) =>
    void run(t('common.saving'), () => onSave(changes).then(() => ({ state: 'ok', text: t('common.saved') })));
  const sizes = [...new Set([...partSizesMb, diskPartMb])].sort((a, b) => a - b);
  return (
    <div className="rounded-xl border border-line bg-surface p-4 sm:p-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('disk.mode')}
          onChange={(value) => save({ diskMode: value })}
          options={diskMode.options.map((value) => ({ value, label: t(`disk.modes.${value}`) }))}
          testId="setting-disk-mode"
          value={mode}
        />
        {mode === 'zip' ? (
          <SelectField
            label={t('disk.part')}
            onChange={(value) => save({ diskPartMb: Number(value) })}
            options={sizes.map((size) => ({ value: String(size), label: t('disk.megabytes', { size }) }))}
            testId="setting-disk-part"
            value={String(diskPartMb)}
          />
        ) : null}
        <TemplateField onSave={(template) => save({ diskTemplate: template })} template={diskTemplate} />
      </div>
      <Message status={status} testId="disk-message" />
    </div>
  );
}
