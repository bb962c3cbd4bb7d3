import { useTranslation } from 'react-i18next';
import { isOpen, type Job } from '../lib/core/job';
import { Button } from './button';
import { Icon } from './icons';
import type { RunAction } from './job-actions';
import type { JobCommands, StoredCounts } from './job-commands';
import { type ActionStatus, idle } from './use-action';

type Props = { job: Job; commands: JobCommands; run: RunAction; busy: boolean; withCheck: boolean };

/** What can be done with a job that has ended, beside retrying: the same again, and a look at what it stored. */
export function FinishedActions({ job, commands, run, busy, withCheck }: Props) {
  const { t } = useTranslation();
  const checkText = useCheckText();
  if (isOpen(job.status) || job.destination === 'card' || job.destination === 'upload') return null;
  const again = () => run(t('common.working'), () => commands.again(job.id).then(() => idle));
  const check = () => run(t('job.checkingStored'), async () => checkText(await commands.checkStored(job.id)));
  return (
    <>
      <Button disabled={busy} onClick={() => void again()} size="small" testId="job-again">
        <Icon className="size-4" name="play" />
        {t('job.again')}
      </Button>
      {withCheck && job.destination === 'cloud' && job.successImages > 0 ? (
        <Button disabled={busy} look="quiet" onClick={() => void check()} size="small" testId="job-check-stored">
          {t('job.checkStored')}
        </Button>
      ) : null}
    </>
  );
}

function useCheckText() {
  const { t } = useTranslation();
  return ({ checked, missing, unclear }: StoredCounts): ActionStatus => {
    const parts = [];
    if (missing > 0) parts.push(t('job.storedMissing', { count: missing }));
    if (unclear > 0) parts.push(t('job.storedUnclear', { count: unclear }));
    return { state: 'ok', text: parts.length > 0 ? parts.join(' ') : t('job.storedThere', { count: checked }) };
  };
}
