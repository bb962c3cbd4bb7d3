import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from './config';
import { createPresigner } from './presign';
import { jsonBlocksOf } from './testing/json-blocks';
import { environmentFor, token } from './testing/local-r2';

const page = readFileSync(new URL('../docs/companion.md', import.meta.url), 'utf8');
const texts = z.array(z.string()).min(1);

/** S3's form, which Yandex, AWS and Ceph take, and that of Aliyun's `ossutil`. */
const ofS3 = z.strictObject({
  CORSRules: z
    .array(
      z.strictObject({
        AllowedOrigins: texts,
        AllowedMethods: texts,
        AllowedHeaders: texts,
        ExposeHeaders: texts,
        MaxAgeSeconds: z.int().positive(),
      }),
    )
    .length(1),
});
const ofOss = z.strictObject({
  CORSRule: z
    .array(
      z.strictObject({
        AllowedOrigin: texts,
        AllowedMethod: texts,
        AllowedHeader: z.string(),
        ExposeHeader: texts,
        MaxAgeSeconds: z.int().positive(),
      }),
    )
    .length(1),
  ResponseVary: z.boolean(),
});

const find = <S extends z.ZodType>(schema: S) =>
  jsonBlocksOf(page)
    .map((value) => schema.safeParse(value).data)
    .filter((value) => value !== undefined);

async function signedHeaders(environment: Record<string, string>): Promise<string[]> {
  const { storage } = readConfig({ ...environment, API_TOKENS: `u1:${token}` }, { presignBatch: 1 });
  const checksum = btoa('x'.repeat(32));
  const plan = { key: 'users/u1/1.jpg', contentType: 'image/jpeg', checksum, writeOnce: true };
  return Object.keys((await createPresigner(storage)(plan)).headers);
}

it('the CORS rules in the docs let a browser send every header that is signed, and read the ETag', async () => {
  const [rules, ...others] = find(ofS3);
  const rule = rules?.CORSRules[0];
  expect(others).toEqual([]);
  expect(rule).toMatchObject({ AllowedMethods: ['PUT', 'GET', 'HEAD'], ExposeHeaders: ['ETag'] });
  expect((await signedHeaders(environmentFor('http://127.0.0.1:1'))).sort()).toEqual(rule?.AllowedHeaders.toSorted());

  const [oss] = find(ofOss);
  expect(oss?.CORSRule[0]).toMatchObject({ AllowedMethod: ['PUT', 'GET', 'HEAD'], AllowedHeader: '*' });
});
