import { useState } from 'react';
import { type ErrorShape, errorShapeOf } from '../lib/core/app-error';
import type { ErrorCode } from '../lib/core/error-codes';

/** What a page says about something the user asked for. */
export type ActionStatus =
  | { state: 'idle' }
  | { state: 'busy'; text: string }
  | { state: 'ok'; text: string; code?: ErrorCode }
  /** `text` takes the place of the sentence of the error where that one already stands elsewhere. */
  | { state: 'error'; error: ErrorShape; text?: string };

export const idle: ActionStatus = { state: 'idle' };

/** One thing at a time: busy while it runs, then what it gave, or the error it threw. */
export function useAction() {
  const [status, setStatus] = useState<ActionStatus>(idle);

  async function run(busyText: string, work: () => Promise<ActionStatus>): Promise<void> {
    setStatus({ state: 'busy', text: busyText });
    try {
      setStatus(await work());
    } catch (thrown) {
      setStatus({ state: 'error', error: errorShapeOf(thrown) });
    }
  }

  return { status, setStatus, run, busy: status.state === 'busy' };
}
