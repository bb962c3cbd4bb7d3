import { useEffect } from 'react';
import { type Job, runnableStatuses } from '../../core/job';
import { sendMessage } from '../send-message';

const beatMs = 5000;

/** While a job on the page should be running, makes sure that the worker is. */
export function useWake(jobs: Job[] | undefined): void {
  const running = jobs?.some(({ status }) => runnableStatuses.some((runnable) => runnable === status)) ?? false;
  useEffect(() => {
    if (!running) return;
    // A beat that is lost changes nothing: the next one follows, and the worker has an alarm of its own.
    const wake = () => void sendMessage('jobs.wake', null).catch(() => undefined);
    wake();
    const timer = setInterval(wake, beatMs);
    return () => clearInterval(timer);
  }, [running]);
}
