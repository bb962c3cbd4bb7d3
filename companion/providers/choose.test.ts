import { describe, expect, it } from 'vitest';
import { createPresigner } from '../presign';
import { chooseStorage } from './choose';

const keys = { ACCESS_KEY_ID: 'key', SECRET_ACCESS_KEY: 'secret', BUCKET_NAME: 'pictures' };
const base = 'https://img.example.com';

const withPrefix = (prefix: string, values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value]));

const r2 = withPrefix('R2', { ...keys, ENDPOINT_URL: 'https://r2.example.com', PUBLIC_BASE: base });
const yandex = withPrefix('YANDEX', { ...keys, PUBLIC_BASE: base });
const aws = withPrefix('S3', { ...keys, REGION: 'eu-central-1', PUBLIC_BASE: base });
const s3 = { ...aws, S3_ENDPOINT_URL: 'https://minio.example.com:9000', S3_REGION: 'us-east-1' };
const oss = {
  OSS_BUCKET: 'pictures',
  OSS_REGION: 'cn-hangzhou',
  OSS_ACCESS_KEY: 'key',
  OSS_SECRET: 'secret',
  OSS_BASE_URL: base,
};

/** What an upload signed for this environment looks like. */
async function signed(environment: Record<string, string>) {
  const { storage, problems } = chooseStorage(environment);
  if (!storage) throw new Error(problems.join());
  const plan = { key: 'users/u1/x.jpg', contentType: 'image/jpeg', checksum: 'c2hh', writeOnce: true };
  const { upload_url, public_url, headers } = await createPresigner(storage)(plan);
  const { origin, pathname, searchParams } = new URL(upload_url);
  const region = searchParams.get('X-Amz-Credential')?.split('/')[2];
  const signedHeaders = searchParams.get('X-Amz-SignedHeaders')?.split(';');
  return { name: storage.name, address: origin + pathname, region, public_url, headers, signedHeaders };
}

const usual = { 'content-type': 'image/jpeg', 'x-amz-checksum-sha256': 'c2hh', 'if-none-match': '*' };

describe('providers', () => {
  it.each([
    ['r2', r2, 'https://r2.example.com/pictures/', 'auto', usual],
    ['yandex', yandex, 'https://storage.yandexcloud.net/pictures/', 'ru-central1', usual],
    ['aws', aws, 'https://pictures.s3.eu-central-1.amazonaws.com/', 'eu-central-1', usual],
    [
      'aws',
      { ...aws, S3_REGION: 'cn-north-1' },
      'https://pictures.s3.cn-north-1.amazonaws.com.cn/',
      'cn-north-1',
      usual,
    ],
    [
      'aws',
      { ...aws, S3_BUCKET_NAME: 'my.pictures' },
      'https://s3.eu-central-1.amazonaws.com/my.pictures/',
      'eu-central-1',
      usual,
    ],
    ['s3', s3, 'https://minio.example.com:9000/pictures/', 'us-east-1', usual],
    [
      'oss',
      oss,
      'https://pictures.s3.oss-cn-hangzhou.aliyuncs.com/',
      'cn-hangzhou',
      { 'content-type': 'image/jpeg', 'x-oss-forbid-overwrite': 'true' },
    ],
    [
      'oss',
      { ...oss, OSS_UPLOAD_DOMAIN: 'https://up.example.com/' },
      'https://up.example.com/',
      'cn-hangzhou',
      { 'content-type': 'image/jpeg', 'x-oss-forbid-overwrite': 'true' },
    ],
  ])('%s signs as object-storage.md §4 says', async (name, environment, root, region, headers) => {
    expect(await signed(environment)).toEqual({
      name,
      address: `${root}users/u1/x.jpg`,
      region,
      public_url: `${base}/users/u1/x.jpg`,
      headers,
      signedHeaders: [...Object.keys(headers), 'host'].sort(),
    });
  });

  it.each([
    ['R2_BUCKET_NAME', 'OSS_REGION'],
    ['OSS_BUCKET', 'YANDEX_BUCKET_NAME'],
    ['YANDEX_BUCKET_NAME', 'S3_BUCKET_NAME'],
  ])('two half-set ones are refused, naming %s and %s', (one, other) => {
    const { storage, problems } = chooseStorage({ [one]: 'pictures', [other]: 'pictures' });
    expect(storage).toBeUndefined();
    expect(problems[0]).toMatch(new RegExp(`^${one} and ${other} belong to two storages; set the .* not both$`));
    expect(problems.slice(1).every((problem) => problem.startsWith(one.split('_')[0] ?? ''))).toBe(true);
    expect(problems.length).toBeGreaterThan(3);
  });

  it.each([
    [oss, 'OSS_REGION', 'oss-cn-hangzhou'],
    [oss, 'OSS_SECRET', undefined],
    [oss, 'OSS_UPLOAD_DOMAIN', 'up.example.com'],
    [yandex, 'YANDEX_PUBLIC_BASE', undefined],
    [aws, 'S3_SECRET_ACCESS_KEY', undefined],
    [{ ...aws, S3_REGION: 'ru-central1' }, 'S3_ENDPOINT_URL', undefined],
    [s3, 'S3_ADDRESSING', 'virtual'],
  ])('half set %o lacks %s', (environment, variable, value) => {
    const { [variable]: _, ...rest }: Record<string, string | undefined> = environment;
    const texts = Object.fromEntries(
      Object.entries({ ...rest, [variable]: value }).flatMap(([k, v]) => (v ? [[k, v]] : [])),
    );
    const { problems } = chooseStorage(texts);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${variable} .*; for example ${variable}=`));
  });
});
