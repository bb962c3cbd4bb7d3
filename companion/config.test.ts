import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config';
import { environmentFor } from './testing/local-r2';

const complete = environmentFor('http://127.0.0.1:1');
const secrets = { R2_ACCESS_KEY_ID: 'value-of-key-id', R2_SECRET_ACCESS_KEY: 'value-of-secret' };
const long = 'x'.repeat(32);

const read = (changes: object, from: object = complete) => readConfig({ ...from, ...changes }, { presignBatch: 1000 });

function problems(changes: object, from: object = complete): readonly string[] {
  try {
    read(changes, from);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('a usable environment', () => {
  it('has standards for what is not set', () => {
    expect(read({ PORT: '', HOST: ' ' })).toMatchObject({
      presignBatch: 1000,
      maxObjectBytes: 50 * 1024 * 1024,
      allowedOrigins: [],
      allowPrivateAddresses: false,
      logLevel: 'warn',
      port: 8787,
      host: '127.0.0.1',
    });
  });

  it('asks Ozon where it is, and elsewhere by https only', () => {
    expect(read({}).ozonUrl).toBe('https://api-seller.ozon.ru');
    expect(read({ OZON_API_URL: 'https://ozon.example.com' }).ozonUrl).toBe('https://ozon.example.com');
    const plain = { OZON_API_URL: 'http://127.0.0.1:8443' };
    expect(problems(plain)).toEqual([expect.stringMatching(/^OZON_API_URL must begin with https:/)]);
    expect(read({ ...plain, ALLOW_PRIVATE_ADDRESSES: '1' }).ozonUrl).toBe('http://127.0.0.1:8443');
    for (const wrong of ['https://u:p@ozon.ru', 'https://ozon.ru/v1', 'ozon.ru'])
      expect(problems({ OZON_API_URL: wrong })).toEqual([expect.stringMatching(/^OZON_API_URL must be an address/)]);
  });

  it('finds the endpoint of R2 from the account', () => {
    const account = '0123456789abcdef0123456789abcdef';
    const { storage } = read({ R2_ENDPOINT_URL: '', R2_ACCOUNT_ID: account, R2_PUBLIC_BASE: 'https://i.example.com/' });
    expect(storage).toMatchObject({
      name: 'r2',
      region: 'auto',
      endpoint: `https://${account}.r2.cloudflarestorage.com`,
      publicBase: 'https://i.example.com',
    });
  });

  it('takes any S3 storage instead', () => {
    const s3 = {
      S3_ENDPOINT_URL: 'https://storage.example.com/',
      S3_REGION: 'ru-central1',
      S3_ACCESS_KEY_ID: 'k',
      S3_SECRET_ACCESS_KEY: 's',
      S3_BUCKET_NAME: 'pictures',
      S3_PUBLIC_BASE: 'https://img.example.com',
    };
    expect(read(s3, { API_TOKENS: complete.API_TOKENS }).storage).toMatchObject({
      name: 's3',
      endpoint: 'https://storage.example.com',
      region: 'ru-central1',
    });
    expect(problems(s3)).toEqual([expect.stringContaining('not both')]);
    expect(read({ ...s3, S3_ADDRESSING: 'host' }, { API_TOKENS: complete.API_TOKENS }).storage.addressing).toBe('host');
    expect(problems({ S3_REGION: 'ru-central1' }, { API_TOKENS: complete.API_TOKENS })).toHaveLength(5);
  });

  it('lets a user have two tokens, with colons in them', () => {
    const { tokens } = read({ API_TOKENS: `u1:${long}, u1:a:b${long}` });
    expect(tokens).toEqual([
      { userId: 'u1', token: long },
      { userId: 'u1', token: `a:b${long}` },
    ]);
  });
});

describe('an unusable environment', () => {
  it('names every variable that misses, with an example', () => {
    const found = problems({}, {});
    const names = ['R2_ENDPOINT_URL or R2_ACCOUNT_ID', 'R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY', 'R2_BUCKET_NAME'];
    expect(found.map((problem) => problem.split(' is not set; for example ')[0])).toEqual([
      ...names,
      'R2_PUBLIC_BASE',
      'API_TOKENS',
    ]);
  });

  it.each([
    ['R2_BUCKET_NAME', ''],
    ['R2_BUCKET_NAME', 'My Bucket'],
    ['R2_ACCOUNT_ID', 'acme'],
    ['R2_ENDPOINT_URL', 'r2.example.com'],
    ['R2_ENDPOINT_URL', 'https://user:pass@r2.example.com'],
    ['R2_ENDPOINT_URL', 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/images'],
    ['R2_PUBLIC_BASE', 'ftp://img.example.com'],
    ['API_TOKENS', ''],
    ['API_TOKENS', long],
    ['API_TOKENS', 'u1:tooshort'],
    ['API_TOKENS', `u 1:${long}`],
    ['API_TOKENS', `${'u'.repeat(65)}:${long}`],
    ['API_TOKENS', `u1:${long},u2:${long}`],
    ['PRESIGN_BATCH', '1001'],
    ['MAX_OBJECT_BYTES', '50 MB'],
    ['ALLOWED_ORIGINS', 'https://a.example.com/path'],
    ['ALLOW_PRIVATE_ADDRESSES', 'never'],
    ['LOG_LEVEL', 'verbose'],
    ['PORT', '99999'],
  ])('gives one sentence for %s=%s, without values', (variable, value) => {
    const found = problems({ ...secrets, [variable]: value });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${variable}\\b.*; (?:for example ).*${variable}=`));
    const hidden = [...Object.values(secrets), ...(value.length > 4 ? [value] : [])];
    expect(hidden.filter((text) => found[0]?.includes(text))).toEqual([]);
  });

  it('tells which token entry is wrong', () => {
    expect(problems({ API_TOKENS: `u1:${long},u2:short` })[0]).toMatch(/^API_TOKENS entry 2 /);
  });

  it('says what server mode lacks', () => {
    const bound = { JOBS: {}, DB: {}, BUCKET: {} };
    expect(read({ ...bound, JOBS_SECRET: long }).jobs).toEqual({ secret: long, resendSeconds: 21_600 });
    expect(read({ ...bound, AUTH_SECRET: long }).jobs?.secret).toBe(long);
    expect(read({ DB: {}, JOBS_SECRET: 'x' }).jobs).toBeUndefined();
    expect(problems({ JOBS: {} })).toEqual([
      expect.stringMatching(/bound as DB /),
      expect.stringMatching(/bound as BUCKET /),
      expect.stringMatching(/^JOBS_SECRET is not set/),
    ]);
    expect(problems({ ...bound, JOBS_SECRET: 'short' })).toEqual([expect.stringMatching(/^JOBS_SECRET must be 32/)]);
  });
});
