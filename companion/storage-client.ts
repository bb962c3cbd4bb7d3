import { Sha256 } from '@aws-sdk/checksums/sha';
import { buildQueryString, HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Fetch, request } from '../lib/net/request';
import { createObjectAddress } from './object-address';
import type { StorageSettings } from './settings';

export type StorageCall = {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD';
  /** The object; without one the bucket is meant. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  /** For this call instead of the client's standard, ms. */
  timeoutMs?: number;
};

type Deps = { fetch: Fetch; timeoutMs: number };

/**
 * Calls of the companion itself to the storage, signed in headers: presigned addresses of calls other than PUT and GET
 * are not confirmed for R2 (object-storage.md §2). Errors: `storage.timeout`, `storage.unreachable`.
 */
export function createStorageClient(storage: StorageSettings, { fetch, timeoutMs: standardMs }: Deps) {
  const { protocol, host, pathOf } = createObjectAddress(storage);
  const { region, accessKeyId, secretAccessKey } = storage;
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
    // The path is encoded already, and S3 alone of AWS's services wants it so once.
    uriEscapePath: false,
  });

  return async <T>(call: StorageCall, read: (response: Response) => Promise<T>): Promise<T> => {
    const { method, key, query = {}, headers = {}, body, timeoutMs = standardMs } = call;
    const { signal } = new AbortController();
    const path = pathOf(key);
    const plain = new HttpRequest({
      method,
      protocol,
      hostname: host,
      path,
      query,
      headers: { host, ...headers },
      body,
    });
    const { host: _, ...signed } = (await signer.sign(plain)).headers;
    const address = `${protocol}//${host}${path}`;
    const url = Object.keys(query).length > 0 ? `${address}?${buildQueryString(query)}` : address;
    const init = { method, headers: signed, redirect: 'manual', ...(body !== undefined && { body }) } as const;
    return request(fetch, url, { peer: 'storage', init, signal, timeoutMs }, read);
  };
}

export type StorageClient = ReturnType<typeof createStorageClient>;

/** What a storage says went wrong: the `<Code>` of its XML, or its status. */
export async function storageCode(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  return /<Code>(\w{1,64})<\/Code>/.exec(text)?.[1] ?? String(response.status);
}
