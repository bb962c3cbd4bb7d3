import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen, type Job } from '../lib/core/job';
import { Button, buttonClass } from './button';
import { ConfirmDialog } from './confirm-dialog';
import { FinishedActions } from './finished-actions';
import { IconButton } from './icon-button';
import { Icon } from './icons';
import type { JobCommands } from './job-commands';
import { ResultActions } from './result-actions';
import { type ActionStatus, idle } from './use-action';

export type RunAction = (busyText: string, work: () => Promise<ActionStatus>) => Promise<void>;

type Props = {
  job: Job;
  commands: JobCommands;
  run: RunAction;
  busy: boolean;
  /** Where "Details" leads; absent on the page of the details itself. */
  href?: string | undefined;
  newTab?: boolean | undefined;
};

/** The buttons that make sense in the state a job is in. */
export function JobActions({ job, commands, run, busy, href, newTab }: Props) {
  const { t } = useTranslation();
  const isPush = job.destination === 'card';
  const isUpload = job.destination === 'upload';
  const link = isPush ? `/push.html?job=${job.id}` : isUpload && href ? `/push.html?files=${job.id}` : href;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-1.5">
      {isPush ? null : (
        <>
          <StateActions busy={busy} commands={commands} job={job} run={run} />
          <FinishedActions busy={busy} commands={commands} job={job} run={run} withCheck={!href} />
        </>
      )}
      {link ? (
        <a
          className={`first:-ml-2.5 ${buttonClass({ look: 'quiet', size: 'small' })}`}
          data-testid="job-open"
          href={link}
          {...(newTab && { target: '_blank' })}
        >
          {t(isPush || isUpload ? 'job.openPush' : 'job.open')}
        </a>
      ) : null}
      <span className="ml-auto flex flex-wrap justify-end">
        {isPush ? null : <ResultActions busy={busy} commands={commands} job={job} run={run} />}
        <EndAction busy={busy} commands={commands} job={job} run={run} />
      </span>
    </div>
  );
}

/** Commands without an answer worth a sentence: the card itself shows what they did. */
const quietly = (command: Promise<unknown>): Promise<ActionStatus> => command.then(() => idle);

function StateActions({ job, commands, run, busy }: Props) {
  const { t } = useTranslation();
  const ask = (command: 'pause' | 'resume' | 'retry') => () =>
    void run(t('common.working'), () => quietly(commands[command](job.id)));
  const mayRetry =
    (job.failedArticles > 0 || job.unlisted !== undefined) && (job.status === 'partial' || job.status === 'failed');
  return (
    <>
      {job.status === 'pending' || job.status === 'processing' ? (
        <Button disabled={busy} onClick={ask('pause')} size="small" testId="job-pause">
          <Icon className="size-4" name="pause" />
          {t('job.pause')}
        </Button>
      ) : null}
      {job.status === 'paused' ? (
        <Button disabled={busy} look="primary" onClick={ask('resume')} size="small" testId="job-resume">
          <Icon className="size-4" name="play" />
          {t('job.resume')}
        </Button>
      ) : null}
      {mayRetry ? (
        <Button disabled={busy} onClick={ask('retry')} size="small" testId="job-retry">
          {t('job.retry')}
        </Button>
      ) : null}
    </>
  );
}

/** The way to end a job that runs, or to remove one that has ended. */
function EndAction({ job, commands, run, busy }: Props) {
  const { t } = useTranslation();
  const ask = (command: 'cancel' | 'remove') => () =>
    void run(t('common.working'), () => quietly(commands[command](job.id)));
  if (!isOpen(job.status))
    return <DeleteJob busy={busy} isPush={job.destination === 'card'} onDelete={ask('remove')} />;
  return (
    <IconButton
      disabled={busy}
      icon="cross"
      label={t('job.cancel')}
      onClick={ask('cancel')}
      testId="job-cancel"
      tone="danger"
    />
  );
}

type DeleteProps = { busy: boolean; isPush: boolean; onDelete: () => void };

function DeleteJob({ busy, isPush, onDelete }: DeleteProps) {
  const { t } = useTranslation();
  const question = isPush ? 'job.confirmDeletePush' : 'job.confirmDelete';
  const [asking, setAsking] = useState(false);
  return (
    <>
      <IconButton
        disabled={busy}
        icon="trash"
        label={t('job.delete')}
        onClick={() => setAsking(true)}
        testId="job-delete"
        tone="danger"
      />
      <ConfirmDialog
        onClose={() => setAsking(false)}
        onYes={onDelete}
        open={asking}
        text={t(`${question}.text`)}
        title={t(`${question}.title`)}
        yes={t('common.delete')}
      />
    </>
  );
}
