import { browser } from '#imports';
import { AppError, errorShape } from '../core/app-error';
import { type MessageInput, type MessageName, type MessageOutput, messages, reply } from './messages';

/** Asks the background worker. Throws the AppError the worker answered with. */
export async function sendMessage<N extends MessageName>(name: N, input: MessageInput<N>): Promise<MessageOutput<N>> {
  const answer = reply.safeParse(await browser.runtime.sendMessage({ name, input }));
  if (!answer.success) throw new AppError('app.unexpected', { cause: answer.error });
  if (answer.data.ok) return messages[name].output.parse(answer.data.output) as MessageOutput<N>;
  const { code, params } = errorShape.parse(answer.data.error);
  throw new AppError(code, { params });
}
