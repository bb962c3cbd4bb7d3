import { type ComponentProps, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../button';

type Props = {
  busy: boolean;
  onFolder: (files: File[]) => void;
  onFiles: (files: File[]) => void;
  onDrop: (dropped: DataTransfer) => void;
};

/** The same in every language: names of files. */
const exampleNames = 'ABC-1_1.jpg, ABC-1_2.jpg, ABC-2_1.png';

/** Takes a folder or archives: chosen, or dropped here. */
export function PushFilesPicker({ busy, onFolder, onFiles, onDrop }: Props) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  return (
    <section
      aria-label={t('push.files.label')}
      className={`rounded-lg border border-dashed p-4 ${over ? 'border-accent bg-accent-soft' : 'border-line-strong'}`}
      data-testid="push-files-drop"
      onDragLeave={() => setOver(false)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!busy) onDrop(event.dataTransfer);
      }}
    >
      <p className="text-[13px]">{t('push.files.text')}</p>
      <p className="mt-0.5 font-mono text-[13px] [overflow-wrap:anywhere]">{exampleNames}</p>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <FileButton
          {...{ webkitdirectory: '' }}
          disabled={busy}
          label={t('push.files.folder')}
          onFiles={onFolder}
          testId="push-files-folder"
        />
        <FileButton
          accept=".zip,application/zip"
          disabled={busy}
          label={t('push.files.zip')}
          multiple
          onFiles={onFiles}
          testId="push-files-zip"
        />
        <span className="text-muted text-xs">{t('push.files.drop')}</span>
      </div>
    </section>
  );
}

type ButtonProps = ComponentProps<'input'> & { label: string; testId: string; onFiles: (files: File[]) => void };

function FileButton({ label, testId, onFiles, ...input }: ButtonProps) {
  const id = useId();
  return (
    <span>
      <input
        {...input}
        className="peer sr-only"
        data-testid={testId}
        id={id}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          if (files.length > 0) onFiles(files);
          // The same folder, put right meanwhile, may be chosen again.
          target.value = '';
        }}
        type="file"
      />
      <label
        className={`cursor-pointer peer-focus-visible:outline-2 peer-disabled:opacity-55 ${buttonClass({})}`}
        htmlFor={id}
      >
        {label}
      </label>
    </span>
  );
}
