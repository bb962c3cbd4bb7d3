import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from './button';

type Props = {
  open: boolean;
  title: string;
  text: string;
  yes: string;
  /** `primary` for what can be undone. */
  look?: 'danger' | 'primary';
  /** Shows what the question is about. */
  children?: ReactNode;
  onYes: () => void;
  onClose: () => void;
};

/** Asks before something that has consequences. Escape and "Cancel" leave everything as it is. */
export function ConfirmDialog({ open, title, text, yes, look = 'danger', children, onYes, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <AlertDialog.Root onOpenChange={(next) => !next && onClose()} open={open}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-10 bg-veil" />
        <AlertDialog.Popup
          className={`fixed top-1/2 left-1/2 z-10 flex max-h-[calc(100dvh-2rem)] ${children ? 'w-140' : 'w-100'} max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line bg-surface p-5 text-ink shadow-2xl`}
        >
          <AlertDialog.Title className="font-semibold text-base leading-snug">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-muted">{text}</AlertDialog.Description>
          {children ? <div className="mt-4 min-h-0 overflow-y-auto">{children}</div> : null}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Close className={buttonClass({ look: 'secondary' })} data-testid="confirm-no">
              {t('common.cancel')}
            </AlertDialog.Close>
            <AlertDialog.Close className={buttonClass({ look })} data-testid="confirm-yes" onClick={onYes}>
              {yes}
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
