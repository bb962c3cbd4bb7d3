import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLoopbackClient } from '../loopback-client';
import { type Sandbox, startSandbox } from '../start-sandbox';
import { credentials } from './bucket';

const mebibyte = 1024 * 1024;
const Key = 'users/7/ozon/Кружка/large_1.jpg';
const whole = Buffer.concat(['a', 'b', 'c'].map((letter, at) => Buffer.alloc(at < 2 ? 5 * mebibyte : 3, letter)));

let sandbox: Sandbox;
let client: ReturnType<typeof createLoopbackClient>;
let Bucket: string;

beforeAll(async () => {
  sandbox = await startSandbox({ stores: [] });
  client = createLoopbackClient(sandbox.ports);
  Bucket = sandbox.storage.environment.R2_BUCKET_NAME ?? '';
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.storage.clear());

const s3 = (secretAccessKey = credentials.secretAccessKey) =>
  new S3Client({
    ...{ endpoint: sandbox.storage.environment.R2_ENDPOINT_URL ?? '', region: 'auto', forcePathStyle: true },
    ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
    credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey },
  });

/** Sends a presigned request; gives the status and the text of the answer. */
async function send(url: Promise<string>, method: string, body: Buffer | string = '') {
  const { status, body: answer, headers } = await client.send(await url, { method, body });
  return { status, text: answer.toString(), etag: headers.etag ?? '' };
}

const codeOf = ({ status, text }: { status: number; text: string }) => [status, /<Code>(\w+)<\/Code>/.exec(text)?.[1]];

async function begin(): Promise<string> {
  const { text } = await send(
    getSignedUrl(s3(), new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'image/jpeg' })),
    'POST',
  );
  return /<UploadId>(.+)<\/UploadId>/.exec(text)?.[1] ?? '';
}

const put = (UploadId: string, PartNumber: number, body: Buffer) =>
  send(
    getSignedUrl(s3(), new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, ContentLength: body.length })),
    'PUT',
    body,
  );
const list = (UploadId: string, secret?: string) =>
  send(getSignedUrl(s3(secret), new ListPartsCommand({ Bucket, Key, UploadId })), 'GET');

function complete(UploadId: string, etags: string[]) {
  const parts = etags.map((etag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag></Part>`);
  const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
  return send(getSignedUrl(s3(), new CompleteMultipartUploadCommand({ Bucket, Key, UploadId })), 'POST', body);
}

describe('uploads in parts', () => {
  it('are listed as they came, and become one object', async () => {
    const id = await begin();
    const pieces = [0, 1, 2].map((at) => whole.subarray(at * 5 * mebibyte, (at + 1) * 5 * mebibyte));
    const etags: string[] = [];
    for (const at of [2, 0, 1]) etags[at] = (await put(id, at + 1, pieces[at] ?? whole)).etag;
    const { status, text } = await list(id);
    expect(status).toBe(200);
    const found = [...text.matchAll(/<PartNumber>(\d)<\/PartNumber><ETag>&quot;(.+?)&quot;<\/ETag><Size>(\d+)</g)];
    expect(found.map(([, number, etag, size]) => [Number(number), `"${etag}"`, Number(size)])).toEqual(
      etags.map((etag, at) => [at + 1, etag, pieces[at]?.length]),
    );
    expect(sandbox.storage.requests.map(({ part }) => part).filter(Boolean)).toEqual([3, 1, 2]);
    expect(sandbox.storage.openUploads()).toEqual([id]);
    expect((await complete(id, etags)).status).toBe(200);
    expect(await sandbox.storage.objects()).toMatchObject([{ key: Key, size: whole.length }]);
    expect(sandbox.storage.openUploads()).toEqual([]);
    expect(codeOf(await list(id))).toEqual([404, 'NoSuchUpload']);
  });

  it('of unequal parts are refused: 400 InvalidPart', async () => {
    const id = await begin();
    const etags: string[] = [];
    for (const [at, size] of [6, 5, 5].entries())
      etags.push((await put(id, at + 1, Buffer.alloc(size * mebibyte, 'x'))).etag);
    expect(codeOf(await complete(id, etags))).toEqual([400, 'InvalidPart']);
    expect(codeOf(await complete(id, etags.slice(1)))).not.toEqual([200, undefined]);
    expect(await sandbox.storage.objects()).toEqual([]);
  });

  it('are forgotten when aborted', async () => {
    const id = await begin();
    await put(id, 1, Buffer.from('x'));
    expect(
      (await send(getSignedUrl(s3(), new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id })), 'DELETE')).status,
    ).toBe(204);
    expect(codeOf(await list(id))).toEqual([404, 'NoSuchUpload']);
    expect((await put(id, 2, Buffer.from('x'))).status).toBe(404);
    expect(sandbox.storage.openUploads()).toEqual([]);
  });

  it('are shown to nobody whose signature is wrong', async () => {
    expect(codeOf(await list(await begin(), 'another-secret'))).toEqual([403, 'SignatureDoesNotMatch']);
  });
});
