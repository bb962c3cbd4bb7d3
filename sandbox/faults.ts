import type { Answer } from './tls/answer';
import type { SandboxRequest } from './tls/request';

/**
 * What goes wrong:
 * `status` answers `status`, `headers`, `body` (200 if not given) · `slow` answers properly after `ms` ·
 * `hang` accepts and never answers · `reset` breaks the connection before any byte of the answer ·
 * `cut` announces the full length, sends half and breaks off · `lost` does the work, sends headers only, breaks off ·
 * `html` is a page that calls itself image/jpeg · `empty` is 200 with no bytes.
 */
export type FaultKind = 'status' | 'slow' | 'hang' | 'reset' | 'cut' | 'lost' | 'html' | 'empty';

export type Fault = {
  /** Text the address (`https://host/path?query`) contains, a pattern for it, or a test of the request. */
  match: string | RegExp | ((request: SandboxRequest) => boolean);
  kind: FaultKind;
  status?: number;
  headers?: NonNullable<Answer['headers']>;
  body?: string | Uint8Array;
  /** Milliseconds, for `slow`. */
  ms?: number;
  /** How often it strikes; without it, always. */
  times?: number;
};

export type Faults = ReturnType<typeof createFaults>;

function matches(match: Fault['match'], request: SandboxRequest): boolean {
  if (typeof match === 'function') return match(request);
  return typeof match === 'string' ? request.url.includes(match) : request.url.search(match) >= 0;
}

/** A list of faults of one server: the first that matches and has times left strikes. */
export function createFaults() {
  let planned: { fault: Fault; left: number }[] = [];
  return {
    /** Plans a fault, after those already planned. */
    add(fault: Fault): void {
      planned.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    /** Forgets every planned fault. */
    clear(): void {
      planned = [];
    },
    /** The fault that strikes this request, with its count lowered; undefined when all is well. */
    take(request: SandboxRequest): Fault | undefined {
      const due = planned.find(({ fault, left }) => left > 0 && matches(fault.match, request));
      if (due) due.left -= 1;
      return due?.fault;
    },
  };
}
