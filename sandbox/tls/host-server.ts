import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { setTimeout as pause } from 'node:timers/promises';
import { createFaults, type Fault, type Faults } from '../faults';
import { type Answer, breakOff, type Reply, sendAnswer } from './answer';
import { type Protocol, readRequest, type SandboxRequest } from './request';
import type { SecretsSeen } from './secrets-seen';
import { openTlsServer } from './server';

/** One line of a server's log. `path` has no query, so no signature gets in. */
export type RequestEntry = {
  host: string;
  method: string;
  path: string;
  protocol: Protocol;
  /** Arrival, milliseconds since 1970. */
  time: number;
  /** Bytes of the request's body. */
  bytes: number;
  /** 0 while unanswered, for good when the answer never left. */
  status: number;
  fault?: Fault['kind'];
};

/** What each server of the sandbox gets from its composition. */
export type Ground = {
  identity: { key: string; cert: string };
  protocol: Protocol;
  delayMs: number;
  seen: SecretsSeen;
  /** Clock of the limits per second, milliseconds since 1970. */
  now: () => number;
};

export type HostServer<Extra> = {
  port: number;
  requests: (RequestEntry & Extra)[];
  faults: Faults;
  stop(): Promise<void>;
};

type Behaviour<Extra> = {
  handle(request: SandboxRequest): Answer | Promise<Answer>;
  /** More fields for the log. Never a key, a token or a signature. */
  describe(request: SandboxRequest): Extra;
};

const page = '<!doctype html><title>Error</title><p>Service is temporarily unavailable';

function plannedAnswer(fault: Fault | undefined): Answer | undefined {
  if (fault?.kind === 'html') return { status: 200, headers: { 'content-type': 'image/jpeg' }, body: page };
  if (fault?.kind === 'empty') return { status: 200, headers: { 'content-type': 'image/jpeg' } };
  if (fault?.kind !== 'status') return undefined;
  return { status: fault.status ?? 200, headers: fault.headers ?? {}, body: fault.body ?? '' };
}

async function handled(request: SandboxRequest, handle: Behaviour<unknown>['handle']): Promise<Answer> {
  try {
    return await handle(request);
  } catch (thrown) {
    return { status: 500, body: `sandbox handler failed: ${thrown instanceof Error ? thrown.message : 'unknown'}` };
  }
}

function entryOf({ host, method, path, protocol, body }: SandboxRequest, fault: Fault | undefined): RequestEntry {
  const struck = fault ? { fault: fault.kind } : {};
  return { host, method, path, protocol, time: Date.now(), bytes: body.length, status: 0, ...struck };
}

const portions = { cut: 'half', lost: 'headers' } as const;

/** A TLS server for some hosts: reads each request, logs it, lets a planned fault strike or the handler answer. */
export async function openHostServer<Extra>(ground: Ground, behaviour: Behaviour<Extra>): Promise<HostServer<Extra>> {
  const requests: (RequestEntry & Extra)[] = [];
  const faults = createFaults();
  const stopped = new AbortController();
  // Every delayed answer listens to it.
  setMaxListeners(0, stopped.signal);

  const answer = async (incoming: IncomingMessage | Http2ServerRequest, reply: Reply) => {
    const request = await readRequest(incoming);
    ground.seen.note(request);
    const fault = faults.take(request);
    const entry = { ...entryOf(request, fault), ...behaviour.describe(request) };
    requests.push(entry);
    const wait = ground.delayMs + (fault?.kind === 'slow' ? (fault.ms ?? 0) : 0);
    if (wait > 0) await pause(wait, undefined, { signal: stopped.signal });
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') return breakOff(reply);
    const made = plannedAnswer(fault) ?? (await handled(request, behaviour.handle));
    entry.status = made.status;
    sendAnswer(reply, request, made, fault?.kind === 'cut' || fault?.kind === 'lost' ? portions[fault.kind] : 'all');
  };

  const server = await openTlsServer(ground.identity, ground.protocol, (incoming, reply) => {
    // The request broke off or the sandbox stopped: nobody is left to answer.
    answer(incoming, reply).catch(() => breakOff(reply));
  });
  return {
    port: server.port,
    requests,
    faults,
    stop: () => {
      stopped.abort();
      return server.stop();
    },
  };
}
