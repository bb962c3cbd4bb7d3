import { describe, expect, it } from 'vitest';
import { RequestError } from './errors';
import { createMultipart } from './multipart';
import { planParts } from './part-plan';
import { type StorageSettings, usualQuirks } from './settings';
import { createStorageClient } from './storage-client';

const settings: StorageSettings = {
  ...usualQuirks,
  name: 's3',
  displayName: 'S3',
  endpoint: 'https://s3.example.com',
  addressing: 'host',
  region: 'us-east-1',
  bucket: 'images',
  accessKeyId: 'k',
  secretAccessKey: 's',
  publicBase: 'https://img.example.com',
};

type Sent = { method: string; url: string; body: string };

/** Multipart against a storage that gives these answers in turn. */
function open(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const answer = answers[sent.length];
    sent.push({ method: init.method ?? '', url, body: String(init.body ?? '') });
    if (!(answer instanceof Response)) throw answer ?? new Error('not expected');
    return answer;
  };
  return { multipart: createMultipart(createStorageClient(settings, { fetch, timeoutMs: 1000 })), sent };
}

const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => 0,
    (error: unknown) => (error instanceof RequestError ? error.status : -1),
  );
const errorOf = (code: string, status = 400) =>
  new Response(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`, { status });
const partOf = (n: number) =>
  `<Part><PartNumber>${n}</PartNumber><ETag>&quot;e${n}&quot;</ETag><Size>${n}00</Size></Part>`;
const page = (numbers: number[], next?: number) =>
  new Response(
    `<ListPartsResult><IsTruncated>${next !== undefined}</IsTruncated><NextPartNumberMarker>${next ?? ''}</NextPartNumberMarker>${numbers.map(partOf).join('')}</ListPartsResult>`,
  );

describe('multipart', () => {
  it('lists the parts of all pages', async () => {
    const { multipart, sent } = open(page([1, 2], 2), page([5]));
    expect(await multipart.list('users/u1/x.jpg', 'the id')).toEqual(
      [1, 2, 5].map((n) => ({ part_number: n, etag: `"e${n}"`, size: n * 100 })),
    );
    expect(sent.map(({ url }) => url)).toEqual([
      'https://images.s3.example.com/users/u1/x.jpg?uploadId=the%20id',
      'https://images.s3.example.com/users/u1/x.jpg?part-number-marker=2&uploadId=the%20id',
    ]);
  });

  it('completes of what the storage has when no parts are told, in order', async () => {
    const { multipart, sent } = open(page([2, 1]), new Response('<R><ETag>&quot;whole-2&quot;</ETag></R>'));
    expect(await multipart.complete('users/u1/x.jpg', 'id')).toBe('"whole-2"');
    expect(sent[1]).toMatchObject({ method: 'POST' });
    expect(sent[1]?.body).toContain(
      '<Part><PartNumber>1</PartNumber><ETag>&#34;e1&#34;</ETag></Part><Part><PartNumber>2</PartNumber>',
    );
  });

  it.each([
    [404, errorOf('NoSuchUpload', 404)],
    [409, errorOf('InvalidPart')],
    [409, errorOf('EntityTooSmall')],
    [502, errorOf('AccessDenied', 403)],
    [502, errorOf('InternalError', 200)],
    [502, new TypeError('fetch failed')],
  ])('answers %i for what the storage says', async (status, answer) => {
    const { multipart } = open(answer);
    expect(await statusOf(multipart.complete('k', 'id', [{ part_number: 1, etag: 'e' }]))).toBe(status);
  });

  const content = { size: 17, sha256: 'c2hh' };
  const object = (given: Record<string, string> = {}, status = 200) =>
    new Response(null, {
      status,
      headers: { 'content-length': '17', 'x-amz-meta-sha256': 'c2hh', etag: '"whole-2"', ...given },
    });

  it.each([
    ['with parts told', [{ part_number: 1, etag: 'e' }]],
    ['without', undefined],
  ])('completes what an earlier call has completed, %s', async (_, told) => {
    const { multipart, sent } = open(errorOf('NoSuchUpload', 404), object());
    expect(await multipart.complete('users/u1/x.jpg', 'id', told, content)).toBe('"whole-2"');
    expect(sent[1]).toMatchObject({ method: 'HEAD', url: 'https://images.s3.example.com/users/u1/x.jpg' });
  });

  it.each([
    ['is shorter', 404, object({ 'content-length': '16' })],
    ['has other bytes', 404, object({ 'x-amz-meta-sha256': 'b3Ro' })],
    ['is missing', 404, object({}, 404)],
    ['may not be looked at', 404, object({}, 403)],
    ['cannot be asked for now', 502, object({}, 503)],
    ['is out of reach', 502, new TypeError('fetch failed')],
  ])('takes no object for it that %s', async (_, status, answer) => {
    const { multipart } = open(errorOf('NoSuchUpload', 404), answer);
    expect(await statusOf(multipart.complete('k', 'id', [{ part_number: 1, etag: 'e' }], content))).toBe(status);
  });

  it('does not look at the object after another refusal', async () => {
    const { multipart, sent } = open(errorOf('InvalidPart'), object());
    expect(await statusOf(multipart.complete('k', 'id', [{ part_number: 1, etag: 'e' }], content))).toBe(409);
    expect(sent).toHaveLength(1);
  });

  it('answers 502 where the storage tells no id', async () => {
    const { multipart } = open(new Response('<html>hello</html>'));
    expect(await statusOf(multipart.create('k', 'image/png'))).toBe(502);
  });
});

describe('parts', () => {
  const mebibyte = 1024 * 1024;
  it.each([
    [1, 8, 1, 1],
    [8 * mebibyte, 8, 1, 8 * mebibyte],
    [8 * mebibyte + 1, 8, 2, 1],
    [100_000 * mebibyte, 10, 10_000, 10 * mebibyte],
  ])('of %i bytes have %i MiB: %i, the last of %i', (length, size, count, last) => {
    const plan = planParts(length, Number.MAX_SAFE_INTEGER, 5 * mebibyte);
    expect([plan.partSize / mebibyte, plan.count, plan.sizeOf(count)]).toEqual([size, count, last]);
    expect(() => plan.sizeOf(count + 1)).toThrow('part_numbers');
    const sizes = [1, count].map(plan.sizeOf);
    expect(count === 1 ? sizes[0] : (sizes[0] ?? 0) * (count - 1) + (sizes[1] ?? 0)).toBe(length);
  });
});
