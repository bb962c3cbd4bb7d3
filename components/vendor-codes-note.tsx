import { useTranslation } from 'react-i18next';
import type { CodeIndex } from '../lib/core/vendor-code';
import { Button } from './button';
import { Message } from './message';
import { idle, useAction } from './use-action';
import { useFormat } from './use-format';

type Props = {
  /** Null when the codes were never read. */
  index: CodeIndex | null;
  onRead: () => Promise<unknown>;
};

/** How old the vendor codes of a store are, with a way to read them anew. */
export function VendorCodesNote({ index, onRead }: Props) {
  const { t } = useTranslation();
  const { status, run, busy } = useAction();
  const read = () => run(t('codes.reading'), () => onRead().then(() => idle));
  const isCut = index !== null && index.finishedAt === null;
  return (
    <div className="text-[13px] text-muted" data-read={index?.read} data-testid="code-index">
      <p>{t('codes.text')}</p>
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <p className="tabular-nums">
          <State index={index} />
        </p>
        <Button
          className="-mx-2.5"
          disabled={busy}
          look="quiet"
          onClick={() => void read()}
          size="small"
          testId="codes-read"
        >
          {t(isCut ? 'codes.goOn' : index ? 'codes.again' : 'codes.now')}
        </Button>
      </div>
      <Message status={status} testId="codes-message" />
    </div>
  );
}

function State({ index }: { index: CodeIndex | null }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  if (!index) return t('codes.never');
  const { finishedAt, read, total } = index;
  if (finishedAt !== null) return t('codes.read', { count: read, date: dateTime(finishedAt) });
  return t('codes.partly', { read, total: total ?? read });
}
