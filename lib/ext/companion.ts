import { AppError } from '../core/app-error';
import type { ConnectionCheck } from '../core/connection';
import type { CompanionForm } from '../core/forms';
import type { Fetch } from '../net/request';
import type { Cloud } from '../pipeline/copy-image';
import { type CloudCheck, createCloudCheck } from '../storage/check-cloud';
import type { CompanionAccess, CompanionClient } from '../storage/companion-client';
import type { ObjectStorage } from '../storage/object-storage';
import { createPartUploads } from '../storage/part-uploads';
import { createRemotePresigner } from '../storage/presigner';
import { createPlace } from '../storage/storage-place';
import type { Secrets } from './secrets';
import { connectionItem } from './storage-items';

/** Pictures that become ready within this time share one call to the companion (architecture.md §2). */
const presignWindowMs = 40;
/** The address is part of the name, so a token can never be read for another companion than its own. */
const tokenName = (url: string) => `companion/${url}`;

type Deps = {
  secrets: Secrets;
  client: CompanionClient;
  storage: ObjectStorage;
  fetch: Fetch;
  timeoutMs: () => number;
  now: () => number;
};

/** The companion in use: its address and token, the way to storage through it, and the check of that way. */
export function createCompanion({ secrets, client, storage, fetch, timeoutMs, now }: Deps) {
  const checkCloud: CloudCheck = createCloudCheck({ client, storage, fetch, timeoutMs, now });
  let opened: Promise<Cloud> | undefined;

  async function access(): Promise<CompanionAccess> {
    const connection = await connectionItem.getValue();
    if (!connection) throw new AppError('companion.missing');
    return { url: connection.url, token: await secrets.open(tokenName(connection.url)) };
  }

  async function open(): Promise<Cloud> {
    const current = await access();
    const health = await client.health(current, new AbortController().signal);
    if (health.user_id === undefined) throw new AppError('companion.denied');
    const presigner = createRemotePresigner({
      client,
      access: current,
      maxItems: health.limits.presign_batch,
      windowMs: presignWindowMs,
    });
    const place = createPlace({ client, access: current, userId: health.user_id });
    const parts = health.limits.multipart && { parts: createPartUploads({ client, access: current }) };
    return { userId: health.user_id, presigner, maxObjectBytes: health.limits.max_object_bytes, ...parts, ...place };
  }

  return {
    /** Address and token of the companion in use. */
    access,

    /** The way to storage, asked for once and kept until it fails or the companion is changed. */
    cloud(): Promise<Cloud> {
      opened ??= open().catch((thrown: unknown) => {
        opened = undefined;
        throw thrown;
      });
      return opened;
    },

    async save({ url, token }: CompanionForm) {
      const before = await connectionItem.getValue();
      // A token belongs to one companion and is never shown to another.
      if (token === '' && before?.url !== url) throw new AppError('input.required', { params: { field: 'token' } });
      if (token !== '') await secrets.put(tokenName(url), token);
      const tokenHint = token === '' ? (before?.tokenHint ?? '') : token.slice(-4);
      await connectionItem.setValue({ url, tokenHint, check: null });
      opened = undefined;
      if (before && before.url !== url) await secrets.delete(tokenName(before.url));
    },

    /** A real round trip: health, sign, PUT, public GET, compare (product.md B1). */
    async check(): Promise<ConnectionCheck> {
      const checked = await access();
      const check = await checkCloud(checked);
      const connection = await connectionItem.getValue();
      // Another companion may have been saved meanwhile.
      if (connection?.url === checked.url) await connectionItem.setValue({ ...connection, check });
      return check;
    },
  };
}
