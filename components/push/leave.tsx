import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button';
import { ConfirmDialog } from '../confirm-dialog';
import { Icon } from '../icons';

type Props = { dirty: boolean; onLeave: () => void };

/** The way to another product; asks first when something arranged here would be lost. */
export function PushLeave({ dirty, onLeave }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        className="-ml-2.5 mb-3"
        look="quiet"
        onClick={() => (dirty ? setAsking(true) : onLeave())}
        size="small"
        testId="push-leave"
      >
        <Icon className="size-4" name="back" />
        {t('push.leave')}
      </Button>
      <ConfirmDialog
        onClose={() => setAsking(false)}
        onYes={onLeave}
        open={asking}
        text={t('push.leaveQuestion.text')}
        title={t('push.leaveQuestion.title')}
        yes={t('push.leaveQuestion.yes')}
      />
    </>
  );
}
