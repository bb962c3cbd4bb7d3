import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button';
import { Note } from '../note';
import { useErrorText } from '../use-format';
import type { FilesRow } from './files-view';

type Props = {
  rows: FilesRow[];
  /** Null when no companion is set, undefined until known. */
  hasCloud: boolean | undefined;
  busy: boolean;
  onUpload: (ready: FilesRow[]) => void;
  onOptions: () => void;
  /** How the upload goes. */
  children: ReactNode;
};

/** What will be uploaded, and the button that does it. Nothing is sent to Ozon here. */
export function PushFilesFoot({ rows, hasCloud, busy, onUpload, onOptions, children }: Props) {
  const { t } = useTranslation();
  const inState = (state: FilesRow['state']) => rows.filter((row) => row.state === state);
  const [ready, checking] = [inState('ready'), inState('checking').length];
  const left = inState('unknown').length + inState('blocked').length;
  const pictures = ready.reduce((sum, { group }) => sum + group.pictures.length, 0);
  return (
    <div className="flex flex-col gap-3">
      <p aria-live="polite" className="text-[13px] text-muted">
        {checking > 0 ? t('push.files.checking', { count: checking }) : t('push.files.next')}
        {checking === 0 && left > 0 ? ` ${t('push.files.leftOut', { count: left })}` : null}
      </p>
      {hasCloud === false ? <NoCloud onOptions={onOptions} /> : null}
      <Button
        className="self-start max-sm:w-full"
        disabled={busy || checking > 0 || ready.length === 0 || hasCloud !== true}
        look="primary"
        onClick={() => onUpload(ready)}
        size="large"
        testId="push-files-upload"
      >
        {t('push.files.upload', { count: pictures })}
      </Button>
      <div className="-mt-3">{children}</div>
    </div>
  );
}

/** Ozon takes addresses only, so pictures of this computer need a public place first. */
function NoCloud({ onOptions }: Pick<Props, 'onOptions'>) {
  const { t } = useTranslation();
  const { text, hint } = useErrorText()({ code: 'companion.missing', params: {} });
  return (
    <div data-code="companion.missing" data-testid="push-files-no-cloud">
      <Note tone="warn">
        <p>
          <strong className="font-semibold">{text}</strong> {t('push.files.whyCloud')} {hint}
        </p>
        <Button className="mt-2" onClick={onOptions} size="small">
          {t('popup.noCloud.action')}
        </Button>
      </Note>
    </div>
  );
}
