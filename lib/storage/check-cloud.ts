import { AppError, errorShapeOf } from '../core/app-error';
import type { ConnectionCheck, checkSteps } from '../core/connection';
import { type Fetch, request } from '../net/request';
import type { CompanionAccess, CompanionClient } from './companion-client';
import { itemErrorOf } from './companion-client';
import type { ObjectStorage } from './object-storage';
import { probeImage } from './probe-image';

type Deps = {
  client: CompanionClient;
  storage: ObjectStorage;
  fetch: Fetch;
  timeoutMs: () => number;
  now: () => number;
};
type Step = (typeof checkSteps)[number];

export type CloudCheck = (access: CompanionAccess) => Promise<ConnectionCheck>;

/** Walks the whole way of a picture once, with a picture of one pixel, and names the step that fails. */
export function createCloudCheck({ client, storage, fetch, timeoutMs, now }: Deps): CloudCheck {
  async function sign(access: CompanionAccess, userId: string, signal: AbortSignal) {
    // A fresh name each time: a stale copy on the way must not pass for a success.
    const r2_path = `users/${userId}/check/connection_${now()}.png`;
    const item = { r2_path, content_type: 'image/png', content_length: probeImage.byteLength };
    const [answer] = await client.presign(access, [item], signal);
    if (!answer || !('upload_url' in answer)) throw itemErrorOf(answer?.code ?? '');
    return answer;
  }

  async function read(url: string, signal: AbortSignal) {
    const options = { peer: 'storage', signal, timeoutMs: timeoutMs(), init: { cache: 'no-store' } } as const;
    const bytes = await request(fetch, url, options, (response) => {
      if (!response.ok) throw new AppError('storage.public_unreachable', { params: { status: response.status } });
      return response.arrayBuffer();
    });
    if (!sameBytes(bytes, probeImage)) throw new AppError('storage.public_mismatch');
  }

  /** Without a CORS rule on the public address the bytes cannot be seen, only that somebody answers. */
  async function answers(url: string, signal: AbortSignal): Promise<boolean> {
    const options = { peer: 'storage', signal, timeoutMs: timeoutMs(), init: { mode: 'no-cors' } } as const;
    return request(fetch, url, options, async () => true).catch(() => false);
  }

  return async (access) => {
    const { signal } = new AbortController();
    let step: Step = 'health';
    let userId: string | null = null;
    let warning: ConnectionCheck['warning'] = null;
    let failed: ConnectionCheck['failed'] = null;
    try {
      userId = (await client.health(access, signal)).user_id ?? null;
      if (userId === null) throw new AppError('companion.denied');
      step = 'sign';
      const upload = await sign(access, userId, signal);
      step = 'put';
      await storage.put(upload, probeImage, signal);
      step = 'read';
      await read(upload.public_url, signal).catch(async (thrown: unknown) => {
        const unseen = thrown instanceof AppError && thrown.code === 'storage.unreachable';
        if (unseen && (await answers(upload.public_url, signal)))
          warning = { code: 'storage.public_unproven', params: {} };
        else throw unseen ? new AppError('storage.public_unreachable', { params: { status: 0 } }) : thrown;
      });
    } catch (thrown) {
      failed = { step, error: errorShapeOf(thrown) };
    }
    return { checkedAt: now(), userId, failed, warning };
  };
}

const sameBytes = (a: ArrayBuffer, b: Uint8Array) => {
  const left = new Uint8Array(a);
  return left.length === b.length && left.every((byte, index) => byte === b[index]);
};
