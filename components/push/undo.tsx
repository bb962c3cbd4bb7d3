import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PictureSet, type Push, sameSet } from '../../lib/core/push';
import { Button } from '../button';
import { ConfirmDialog } from '../confirm-dialog';
import { Icon } from '../icons';
import { Message } from '../message';
import { Note } from '../note';
import { idle, useAction } from '../use-action';
import { mayUndo, type PushStatus, type UndoActions } from './state';
import { PushStrip } from './strip';
import { usePushTexts } from './use-push-texts';

type Props = {
  push: Push;
  status: PushStatus;
  storeName: string;
  testId: string;
  /** Another push of this product is under way. */
  disabled?: boolean;
  onUndo: UndoActions;
};

/** Offers to put the old set back, after a question of its own. */
export function PushUndo({ push, status, storeName, testId, disabled = false, onUndo }: Props) {
  const { t } = useTranslation();
  const texts = usePushTexts();
  /** The card as it is at the moment of the question. */
  const [shown, setShown] = useState<PictureSet | null>(null);
  const { status: said, run, busy } = useAction();
  if (!mayUndo(push, status) || !push.before) return null;
  const ask = () =>
    run(t('common.working'), async () => {
      setShown(await onUndo.read(push));
      return idle;
    });
  const undo = () =>
    run(t('common.working'), async () => {
      if (shown) await onUndo.put(push, shown);
      return idle;
    });
  return (
    <div className="mt-3">
      <Button disabled={disabled || busy} onClick={() => void ask()} size="small" testId={testId}>
        <Icon className="size-4" name="undo" />
        {t('push.undo.action')}
      </Button>
      <ConfirmDialog
        look="primary"
        onClose={() => setShown(null)}
        onYes={() => void undo()}
        open={shown !== null}
        text={t('push.undo.text', { name: push.name || push.offerId, article: push.offerId, store: storeName })}
        title={t('push.undo.title')}
        yes={t('push.undo.yes')}
      >
        {shown ? <CardNow after={push.after} shown={shown} /> : null}
        <p className="mb-1 text-muted text-xs tabular-nums">
          {t('push.undo.back')}: {texts.pictures(push.before)}
        </p>
        <PushStrip label={t('push.undo.back')} set={push.before} size="small" />
      </ConfirmDialog>
      <Message status={said} />
    </div>
  );
}

/** What is on the card now and will go, with a word when somebody has changed it since. */
function CardNow({ shown, after }: { shown: PictureSet; after: PictureSet | null }) {
  const { t } = useTranslation();
  const texts = usePushTexts();
  return (
    <div className="mb-3">
      {after && !sameSet(shown, after) ? <Note tone="warn">{t('push.undo.changed')}</Note> : null}
      <p className="mt-2 mb-1 text-muted text-xs tabular-nums">
        {t('push.undo.now')}: {texts.pictures(shown)}
      </p>
      <PushStrip label={t('push.undo.now')} set={shown} size="small" />
    </div>
  );
}
