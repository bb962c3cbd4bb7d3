import type { ContentScriptContext } from '#imports';
import { browser } from '#imports';
import type { MessageInput, MessageName, MessageOutput } from '../../lib/ext/messages';

type PortalMessage = Extract<MessageName, `portal.${string}`>;

export type Answer<T> = { ok: true; output: T } | { ok: false; code: string };
export type Ask = <N extends PortalMessage>(name: N, input: MessageInput<N>) => Promise<Answer<MessageOutput<N>>>;

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Our own worker has parsed what it sends; its schemas would triple the size of this script. */
function parseAnswer<T>(reply: unknown): Answer<T> {
  if (field(reply, 'ok') === true) return { ok: true, output: field(reply, 'output') as T };
  const code = field(field(reply, 'error'), 'code');
  return { ok: false, code: typeof code === 'string' ? code : 'app.unexpected' };
}

/**
 * Asks the background worker; never throws. A script whose extension was updated or removed has nobody to ask: asking
 * then ends its context, which takes everything of ours off the page.
 */
export function createAsk(ctx: ContentScriptContext): Ask {
  return async (name, input) => {
    try {
      return parseAnswer(await browser.runtime.sendMessage({ name, input }));
    } catch {
      // Looking is what makes WXT end the context. Otherwise the worker was stopped before it could answer.
      return { ok: false, code: ctx.isInvalid ? 'message.unknown' : 'app.unexpected' };
    }
  };
}
