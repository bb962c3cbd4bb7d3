import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Message } from '../../components/message';
import { PushBar } from '../../components/push/bar';
import { PushEditor } from '../../components/push/editor';
import { addressesToCheck, obstaclesOf } from '../../components/push/problems';
import { PushQuestion } from '../../components/push/question';
import { usePushTexts } from '../../components/push/use-push-texts';
import { type PushView, pushView } from '../../components/push/view';
import { type ActionStatus, idle, useAction } from '../../components/use-action';
import type { ErrorShape } from '../../lib/core/app-error';
import type { JobId } from '../../lib/core/ids';
import type { PictureSet, PushQuota, PushTarget } from '../../lib/core/push';
import { draftSet, editDraft, type PushDraft, startDraft } from '../../lib/core/push-draft';
import type { Store } from '../../lib/core/store';
import { pushCommands } from '../../lib/ext/hooks/push-commands';
import { useLeaveGuard } from '../../lib/ext/hooks/use-leave-guard';
import { usePictureFindings } from '../../lib/ext/hooks/use-picture-findings';

type Props = {
  target: PushTarget;
  store: Store;
  company: string | null;
  quota: PushQuota | null;
  /** Undefined until something was changed. */
  draft: PushDraft | undefined;
  onDraft: (draft: PushDraft) => void;
  /** The set of a push that has not got through, to be gone on with. */
  carried: PictureSet | undefined;
  typed: string;
  onTyped: (text: string) => void;
  locked: boolean;
  /** The card could not be read again after a push. */
  again: { error: ErrorShape; read: () => void } | undefined;
  onJob: (id: JobId) => void;
};

/** The new set of one product, up to the confirmed push. */
export function ProductEditor(props: Props) {
  const { t } = useTranslation();
  const { target, store, draft: edited, carried, typed, onTyped, onDraft, locked, onJob } = props;
  const draft = edited ?? startDraft(target.current, carried);
  const view = useView(target.current, draft, locked);
  const { status, run, busy } = useAction();
  useLeaveGuard(!locked && (!view.same || typed !== ''));

  const start = () =>
    run(t('push.starting'), async () => {
      const items = [{ ...target, next: view.next }];
      // What was carried over from a push that failed is this window's own from here on.
      onDraft(draft);
      onJob(await pushCommands.start({ storeId: store.id, items, allowMore: draft.allowMore }));
      return idle;
    });

  return (
    <>
      <PushEditor
        locked={locked || busy}
        onEdit={(edit) => onDraft(editDraft(draft, edit, target.current))}
        onTyped={onTyped}
        typed={typed}
        view={view}
      />
      <Foot {...props} busy={busy} onPush={() => void start()} status={status} view={view} />
    </>
  );
}

function useView(current: PictureSet, draft: PushDraft, locked: boolean): PushView {
  const findings = usePictureFindings(locked ? [] : addressesToCheck(current, draftSet(draft, current)));
  return pushView(current, draft, findings);
}

type FootProps = Props & { view: PushView; busy: boolean; status: ActionStatus; onPush: () => void };

function Foot({ target, store, company, quota, typed, locked, again, view, busy, status, onPush }: FootProps) {
  const { t } = useTranslation();
  const texts = usePushTexts();
  const [asking, setAsking] = useState(false);
  const obstacles = obstaclesOf(company, store, quota);
  const same = locked ? [] : view.problems.filter(({ reason }) => reason.code === 'push.same_set');
  return (
    <>
      <PushBar
        checking={!locked && view.unchecked.length > 0}
        disabled={locked || busy || !view.ready || obstacles.length > 0}
        label={t('push.confirm')}
        onConfirm={() => setAsking(true)}
        problems={[...obstacles, ...same]}
        quota={quota}
        summary={same.length > 0 ? '' : texts.change(view)}
      >
        <Message status={again ? { state: 'error', error: again.error } : status} testId="push-message" />
        {again ? <Button onClick={again.read}>{t('push.retry')}</Button> : null}
      </PushBar>
      <PushQuestion
        changes={[{ target, view }]}
        forgotten={typed.trim() !== ''}
        onClose={() => setAsking(false)}
        onYes={onPush}
        open={asking}
        storeName={store.name}
      />
    </>
  );
}
