import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PushTarget } from '../../lib/core/push';
import { ConfirmDialog } from '../confirm-dialog';
import { Note } from '../note';
import { PushStrip } from './strip';
import { usePushTexts } from './use-push-texts';
import type { PushView } from './view';

export type Change = { target: PushTarget; view: PushView };

type Props = {
  open: boolean;
  changes: Change[];
  storeName: string;
  /** Something is typed that is not part of the push. */
  forgotten: boolean;
  onYes: () => void;
  onClose: () => void;
};

/** The last question before anything is sent: what is replaced, on which products, in which store. */
export function PushQuestion({ open, changes, storeName, forgotten, onYes, onClose }: Props) {
  const { t } = useTranslation();
  const warnings = changes.flatMap(({ view }) => view.problems).filter(({ level }) => level === 'warn').length;
  return (
    <ConfirmDialog
      look="primary"
      onClose={onClose}
      onYes={onYes}
      open={open}
      text={t('push.question.text', { store: storeName })}
      title={changes.length === 1 ? t('push.question.title') : t('push.question.titleMany', { count: changes.length })}
      yes={t('push.question.yes')}
    >
      <div className="flex flex-col gap-4">
        {forgotten ? <Note tone="warn">{t('push.question.forgotten')}</Note> : null}
        {warnings > 0 ? <Note tone="warn">{t('push.question.warnings', { count: warnings })}</Note> : null}
        <ul className="flex flex-col gap-4">
          {changes.map((change) => (
            <li key={change.target.productId}>
              <ChangeLine {...change} />
            </li>
          ))}
        </ul>
      </div>
    </ConfirmDialog>
  );
}

function ChangeLine({ target, view }: Change) {
  const { t } = useTranslation();
  const texts = usePushTexts();
  const { current, next, change } = view;
  return (
    <>
      <p className="font-semibold leading-snug [overflow-wrap:anywhere]">
        {target.name === '' ? target.offerId : target.name}
      </p>
      <p className="text-[13px] text-muted [overflow-wrap:anywhere]">
        {t('push.question.ids', { article: target.offerId, id: target.productId })}
      </p>
      <p className="mt-1 text-[13px]">{texts.change(view)}</p>
      <Row label={t('push.now')} text={texts.pictures(current)}>
        <PushStrip
          label={t('push.now')}
          marked={{ urls: change.removed, tone: 'removed' }}
          set={current}
          size="small"
        />
      </Row>
      <Row label={t('push.next')} text={texts.pictures(next)}>
        <PushStrip label={t('push.next')} set={next} size="small" />
      </Row>
    </>
  );
}

function Row({ label, text, children }: { label: string; text: string; children: ReactNode }) {
  return (
    <div className="mt-2">
      <p className="mb-1 text-muted text-xs tabular-nums">
        {label}: {text}
      </p>
      {children}
    </div>
  );
}
