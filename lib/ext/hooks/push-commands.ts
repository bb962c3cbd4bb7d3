import type { JobId } from '../../core/ids';
import type { Push } from '../../core/push';
import type { MessageInput } from '../messages';
import { sendMessage } from '../send-message';

/** Everything a page can do about pushes; each gives the job to look at. */
export const pushCommands = {
  start: async (request: MessageInput<'push.start'>): Promise<JobId> => (await sendMessage('push.start', request)).id,
  undo: async ({ jobId, seq }: Push): Promise<JobId> => (await sendMessage('push.undo', { id: jobId, seq })).id,
};
