import type { z } from 'zod';
import { type Browser, browser } from '#imports';
import { AppError, errorShapeOf } from '../core/app-error';
import { fieldErrorsOf } from '../core/forms';
import { envelope, type MessageName, type MessageOutput, messages, type Sender } from './messages';

type Input<N extends MessageName> = z.output<(typeof messages)[N]['input']>;

export type MessageHandlers = { [N in MessageName]: (input: Input<N>) => Promise<MessageOutput<N>> };

const isMessageName = (name: string): name is MessageName => Object.hasOwn(messages, name);

/** Where our page script runs (seller-portal.md §1). */
const portalOrigins = ['https://seller.ozon.ru', 'https://seller.ozonru.cn'];

/**
 * The kind of a sender, or undefined for strangers. Told by `origin`: extension pages can have a `tab` too, and a
 * `url` can be that of a page that has navigated on. Frames inside pages are refused.
 */
export function senderKind(
  sender: Browser.runtime.MessageSender,
  self: { id: string; origin: string },
): Sender | undefined {
  if (sender.id !== self.id || (sender.frameId ?? 0) !== 0) return undefined;
  if (sender.origin === self.origin) return 'page';
  return sender.tab !== undefined && portalOrigins.includes(sender.origin ?? '') ? 'content' : undefined;
}

/** Answers one message: sender, name and input are checked before anything of ours runs. */
async function answer(handlers: MessageHandlers, message: unknown, sender: Sender | undefined): Promise<unknown> {
  const { name, input } = envelope.parse(message);
  if (!isMessageName(name)) throw new AppError('message.unknown');
  const allowed: readonly (Sender | undefined)[] = messages[name].from;
  if (!allowed.includes(sender)) throw new AppError('message.denied');
  const parsed = messages[name].input.safeParse(input);
  if (!parsed.success) {
    const [field, code] = Object.entries(fieldErrorsOf(parsed.error))[0] ?? ['', 'input.invalid'];
    throw new AppError(code, { params: { field } });
  }
  // The table ties input to handler by name; TypeScript cannot follow that through a union of names.
  const handler = handlers[name] as (input: unknown) => Promise<unknown>;
  return handler(parsed.data);
}

/** Listens for messages; call in the worker's first turn. `ready` is waited for before a handler runs. */
export function openGate(ready: Promise<unknown>, handlers: MessageHandlers): void {
  // Not by `new URL().origin`, which is "null" where the scheme is not known as one with hosts: so is a sandboxed page's.
  const self = { id: browser.runtime.id, origin: browser.runtime.getURL('/').slice(0, -1) };
  browser.runtime.onMessage.addListener(async (message: unknown, sender: Browser.runtime.MessageSender) => {
    try {
      await ready;
      return { ok: true, output: await answer(handlers, message, senderKind(sender, self)) };
    } catch (thrown) {
      const error = errorShapeOf(thrown);
      if (error.code === 'app.unexpected') console.error(thrown);
      return { ok: false, error };
    }
  });
}
