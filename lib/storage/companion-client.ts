import type { z } from 'zod';
import { AppError } from '../core/app-error';
import type { PictureFinding } from '../core/push';
import { type Fetch, request } from '../net/request';
import { retryAfter } from '../net/retry-after';
import {
  failure,
  type HealthAnswer,
  healthAnswer,
  type PresignRequest,
  pictureLookAnswer,
  presignBatchAnswer,
} from './companion-api';

/** Where the companion is and what opens it. Lives in memory only. */
export type CompanionAccess = { url: string; token: string };

type Deps = { fetch: Fetch; now: () => number; timeoutMs: () => number };

export type CompanionClient = ReturnType<typeof createCompanionClient>;

/** Calls of the companion. Errors: `companion.*`. */
export function createCompanionClient({ fetch, now, timeoutMs }: Deps) {
  async function call<S extends z.ZodType>(
    { url, token }: CompanionAccess,
    path: string,
    init: RequestInit,
    answer: S,
    signal: AbortSignal,
    limitMs = timeoutMs(),
  ): Promise<z.output<S>> {
    const headers = { Authorization: `Bearer ${token}`, ...init.headers };
    const options = { peer: 'companion', init: { ...init, headers }, signal, timeoutMs: limitMs } as const;
    return request(fetch, `${url}${path}`, options, async (response) => {
      if (!response.ok) throw await refusalOf(response, now());
      const parsed = answer.safeParse(await response.json().catch(() => undefined));
      if (!parsed.success) throw new AppError('companion.bad_answer', { cause: parsed.error });
      return parsed.data;
    });
  }

  return {
    /** A call whose contract stands elsewhere; `limitMs` in place of the usual time. */
    post: <S extends z.ZodType>(
      access: CompanionAccess,
      path: string,
      body: object,
      answer: S,
      signal: AbortSignal,
      limitMs?: number,
    ) => call(access, path, postOf(body), answer, signal, limitMs),

    /** Health with the caller's own `user_id`; `companion.denied` when the token is not known there. */
    health: (access: CompanionAccess, signal: AbortSignal): Promise<HealthAnswer> =>
      call(access, '/api/v1/health', { method: 'GET' }, healthAnswer, signal),

    /** Presigned uploads in the order asked; each item is an upload or a failure of its own. */
    async presign(access: CompanionAccess, items: PresignRequest[], signal: AbortSignal) {
      const answer = await call(access, '/api/v1/r2/presigned-urls', postOf({ items }), presignBatchAnswer, signal);
      if (answer.items.length !== items.length) throw new AppError('companion.bad_answer');
      return answer.items;
    },

    /** What the companion finds at pictures' addresses, in the order asked; at most 50 in one call. */
    async look(access: CompanionAccess, urls: string[], signal: AbortSignal): Promise<PictureFinding[]> {
      const { findings } = await call(access, '/api/v1/pictures/look', postOf({ urls }), pictureLookAnswer, signal);
      if (findings.length !== urls.length) throw new AppError('companion.bad_answer');
      return findings;
    },
  };
}

const postOf = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

/** What went wrong behind the companion, on its own way to Ozon. */
const behindIt = ['ozon.bad_answer', 'ozon.timeout', 'ozon.unreachable'] as const;

async function refusalOf(response: Response, now: number): Promise<AppError> {
  const { status, headers } = response;
  if (status === 401) return new AppError('companion.denied');
  if (status === 429) {
    const at = retryAfter(headers, now);
    return new AppError('companion.rate_limited', { retry: at === undefined ? 'backoff' : { at } });
  }
  const body = failure.safeParse(await response.json().catch(() => undefined));
  const behind = behindIt.find((code) => code === body.data?.code);
  if (behind) return new AppError(behind, { retry: behind === 'ozon.bad_answer' ? 'never' : 'backoff' });
  if (status >= 500) return new AppError('companion.server_error', { retry: 'backoff', params: { status } });
  return itemErrorOf(body.data?.code ?? '', status);
}

/** The error a refusal of one item stands for. */
export function itemErrorOf(code: string, status = 400): AppError {
  // These two say nothing against the picture: its upload begins anew.
  if (code === 'storage.upload_gone' || code === 'storage.parts_refused')
    return new AppError(code, { retry: 'backoff' });
  return new AppError(code === 'companion.foreign_path' ? code : 'companion.refused', { params: { status } });
}
