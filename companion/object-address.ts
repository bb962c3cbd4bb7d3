import { extendedEncodeURIComponent } from '@smithy/core/protocols';
import type { StorageSettings } from './settings';

/** Keys that need no encoding, as most do: asking first is a tenth of the work. */
const plainKey = /^[A-Za-z0-9/._~-]*$/;

/** A key as a part of a URL: percent-encoded by segment, as Signature V4 wants it. */
export const encodeKey = (key: string): string =>
  plainKey.test(key) ? key : key.split('/').map(extendedEncodeURIComponent).join('/');

/**
 * Where a bucket and its objects are on the S3 side. Providers differ (object-storage.md §4): the bucket stands in the
 * path, in front of the host, or is what the endpoint's own domain stands for.
 */
export function createObjectAddress({ endpoint, bucket, addressing }: StorageSettings) {
  const { protocol, host, pathname } = new URL(endpoint);
  const base = pathname.replace(/\/$/, '');
  const bucketPath = addressing === 'path' ? `${base}/${bucket}` : base;
  return {
    protocol,
    host: addressing === 'host' ? `${bucket}.${host}` : host,
    /** Path of an object, or of the bucket itself. */
    pathOf: (key?: string) => (key === undefined ? bucketPath || '/' : `${bucketPath}/${encodeKey(key)}`),
  };
}

/** Where anyone can read an object. */
export const publicUrlOf = ({ publicBase }: StorageSettings, key: string): string => `${publicBase}/${encodeKey(key)}`;
