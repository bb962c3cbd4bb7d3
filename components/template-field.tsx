import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../lib/core/app-error';
import { previewOf } from '../lib/core/file-name';
import { parseTemplate, templateFields, templatePresets } from '../lib/core/file-template';
import { SelectField } from './select-field';
import { TextField } from './text-field';

type Props = { template: string; onSave: (template: string) => void };

/** The template of file names with examples to start from and what it makes of a few products. */
export function TemplateField({ template, onSave }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(template);
  const error = refusalOf(typed);
  const presets: string[] = [...templatePresets];

  function change(text: string) {
    setTyped(text);
    if (!refusalOf(text)) onSave(text);
  }

  return (
    <>
      <TextField
        error={error}
        hint={t('disk.fields', { fields: templateFields.map((field) => `{${field}}`).join(' ') })}
        label={t('disk.template')}
        onChange={(event) => change(event.target.value)}
        spellCheck={false}
        testId="setting-disk-template"
        value={typed}
      />
      <SelectField
        label={t('disk.presets')}
        onChange={(preset) => preset !== '' && change(preset)}
        options={[
          ...(presets.includes(typed) ? [] : [{ value: '', label: t('disk.own') }]),
          ...presets.map((value) => ({ value, label: value })),
        ]}
        testId="setting-disk-preset"
        value={presets.includes(typed) ? typed : ''}
      />
      <Preview template={typed} />
    </>
  );
}

function Preview({ template }: { template: string }) {
  const { t } = useTranslation();
  const paths = previewOf(template);
  if (paths.length === 0) return null;
  return (
    <div className="min-w-0 sm:col-span-2">
      <p className="font-medium text-[13px]">{t('disk.preview')}</p>
      <ul
        aria-live="polite"
        className="mt-1 flex flex-col gap-0.5 rounded-lg bg-sunken px-3 py-2 font-mono text-[13px] text-muted"
        data-testid="disk-template-preview"
      >
        {paths.map((path) => (
          <li className="break-all" key={path}>
            {path}
          </li>
        ))}
      </ul>
    </div>
  );
}

function refusalOf(template: string): ErrorShape | undefined {
  const parsed = parseTemplate(template);
  return parsed.ok ? undefined : { code: parsed.code, params: { part: parsed.part } };
}
