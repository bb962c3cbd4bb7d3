import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Push } from '../../lib/core/push';
import { Button } from '../button';
import { ConfirmDialog } from '../confirm-dialog';
import { Icon } from '../icons';
import { Message } from '../message';
import { useAction } from '../use-action';
import { mayUndo, type PushStatus } from './state';
import { PushStrip } from './strip';
import { usePushTexts } from './use-push-texts';

type Props = {
  push: Push;
  status: PushStatus;
  storeName: string;
  testId: string;
  /** Another push of this product is under way. */
  disabled?: boolean;
  onUndo: (push: Push) => Promise<unknown>;
};

/** Offers to put the old set back, after a question of its own. */
export function PushUndo({ push, status, storeName, testId, disabled = false, onUndo }: Props) {
  const { t } = useTranslation();
  const texts = usePushTexts();
  const [asking, setAsking] = useState(false);
  const { status: said, run, busy } = useAction();
  if (!mayUndo(push, status) || !push.before) return null;
  const undo = () => run(t('common.working'), () => onUndo(push).then(() => ({ state: 'idle' })));
  return (
    <div className="mt-3">
      <Button disabled={disabled || busy} onClick={() => setAsking(true)} size="small" testId={testId}>
        <Icon className="size-4" name="undo" />
        {t('push.undo.action')}
      </Button>
      <ConfirmDialog
        look="primary"
        onClose={() => setAsking(false)}
        onYes={() => void undo()}
        open={asking}
        text={t('push.undo.text', { name: push.name || push.offerId, article: push.offerId, store: storeName })}
        title={t('push.undo.title')}
        yes={t('push.undo.yes')}
      >
        <p className="mb-1 text-muted text-xs tabular-nums">
          {t('push.undo.back')}: {texts.pictures(push.before)}
        </p>
        <PushStrip label={t('push.undo.back')} set={push.before} size="small" />
      </ConfirmDialog>
      <Message status={said} />
    </div>
  );
}
