import fc from 'fast-check';

const segments = [
  ...[
    'users',
    'u1',
    'u1',
    'u2',
    'ozon',
    'x.jpg',
    'x.png',
    '..',
    '.',
    '',
    ' u1',
    'u1 ',
    'U1',
    'u1\u0000',
    'u1\r\nX-Evil: 1',
  ],
  // Doubly encoded, other widths, look-alikes, marks that turn the text round.
  ...[
    '%2e%2e',
    '%252e%252e',
    '..%2f',
    '%2F',
    '%5c',
    '\\',
    '..\\',
    '\u2025',
    '\uff0e\uff0e',
    '\uff0f',
    'u\u0131',
    '\u202eu1',
    'u1\u0301',
    '\ud800',
    '😀',
  ],
  ...['?a=b', '#x', 'a&b', ';', '%', '%zz', '"', "'", '<x/>', '{{1}}', '__proto__', 'constructor'],
];

const anyPath = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(
        fc.oneof(
          { weight: 5, arbitrary: fc.constantFrom(...segments) },
          { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
        ),
        { maxLength: 7 },
      )
      .map((parts) => parts.join('/')),
  },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.constantFrom(...segments), { maxLength: 4 })
      .map((parts) => ['users', 'u1', ...parts].join('/')),
  },
  { weight: 3, arbitrary: fc.constantFrom('users/u1/ozon/1/1_1.jpg', 'users/u1/jobs/j/1.png', 'users/u2/ozon/1.jpg') },
  { weight: 1, arbitrary: fc.integer({ min: 1000, max: 5000 }).map((length) => `users/u1/${'я'.repeat(length)}.jpg`) },
);

/** An Api-Key no answer may repeat. */
export const strangeKey = 'e7b40f15-strange-key-52f8b0c6a74e';

const anyNumber = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 1, 1e308, 2 ** 53, 9_000_000, 52_428_801));
const maybe = <T>(likely: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 8, arbitrary: likely }, { weight: 2, arbitrary: fc.jsonValue() });

const item = fc.record(
  {
    r2_path: maybe(anyPath),
    content_type: maybe(fc.constantFrom('image/jpeg', 'image/png', 'text/html', 'image/jpeg\r\nx-evil: 1', '')),
    content_length: maybe(anyNumber),
    checksum_sha256: maybe(fc.constantFrom('0'.repeat(64), 'A'.repeat(43).concat('='), 'x')),
    write_once: maybe(fc.boolean()),
  },
  { requiredKeys: ['r2_path'] },
);

const partCall = fc.record(
  {
    r2_path: maybe(anyPath),
    upload_id: maybe(fc.constantFrom('the-id', 'a&uploads=', '../x', 'a b', 'x'.repeat(1100))),
    content_length: maybe(fc.constantFrom(1, 9_000_000, 50_000_000)),
    checksum_sha256: maybe(fc.constantFrom('0'.repeat(64), 'x')),
    part_numbers: maybe(fc.array(fc.integer({ min: -1, max: 11 }), { maxLength: 5 })),
    parts: maybe(
      fc.array(fc.record({ part_number: anyNumber, etag: fc.constantFrom('e', '"e"', '<Part/>', '') }), {
        maxLength: 3,
      }),
    ),
  },
  { requiredKeys: ['r2_path', 'upload_id'] },
);

const login = fc.record({
  email: maybe(fc.constantFrom('a@example.com', "' or 1=1 --", 'x')),
  password: maybe(fc.string()),
});
const credential = fc.record({
  client_id: maybe(fc.constantFrom('1234567', 1234567, '0x1', '-1', '1\r\nx-evil: 1')),
  api_key: maybe(fc.constantFrom(strangeKey, strangeKey, 'ключ', 'a\r\nx-evil: 1', '')),
});
const strangeUrl = fc.oneof(
  fc.webUrl(),
  fc.constantFrom(
    'https://127.1/x.jpg',
    'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest',
    'ftp://x',
    '//x',
  ),
);
const ozonCall = fc.record(
  {
    credential: maybe(credential),
    articles: maybe(
      fc.array(maybe(fc.constantFrom('A1', '..', '../u2', 'u1/../../u2', 'я'.repeat(300))), { maxLength: 4 }),
    ),
    field: maybe(fc.constantFrom('offer_id', 'sku', 'vendor_code', 'constructor')),
    user_id: fc.constantFrom('u1', 'u2', '../u2', 7, null, undefined),
    download_images: maybe(fc.boolean()),
    product_id: maybe(fc.constantFrom('1', 1, '-1', 1e300)),
    images: maybe(fc.array(maybe(strangeUrl), { maxLength: 3 })),
    images360: fc.constantFrom(undefined, [], ['https://img.example.com/1.jpg'], 'x'),
    color_image: maybe(strangeUrl),
    method: maybe(fc.constantFrom('/v1/roles', '/v3/product/list', '/v1/../v1/roles', '//evil.example/', '__proto__')),
    body: maybe(fc.constant({})),
  },
  { requiredKeys: ['credential', 'articles', 'product_id', 'method', 'body'] },
);
const picture = fc.record(
  {
    prompt: maybe(fc.constantFrom('a chair', '', ' ', '\r\nx-evil: 1', 'я'.repeat(40_000))),
    imageUrl: maybe(strangeUrl),
    job_id: maybe(fc.constantFrom('j1', '../../u2', 'u2/x', '..', '%2e%2e', 'j\u0000')),
  },
  { requiredKeys: [] },
);
const look = fc.record({ urls: maybe(fc.array(maybe(fc.webUrl()), { maxLength: 3 })) });
const manyKeys = fc
  .constantFrom(1000, 10_000)
  .map((count) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n])));
const manyItems = fc
  .constantFrom(1000, 1001, 10_000)
  .map((count) => ({ items: new Array(count).fill({ r2_path: 7 }) }));
const deep = fc.constantFrom(100, 5000).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`);

/** Bodies that look nearly right, wholly wrong, or too large. */
export const anyBody: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: item.map((value) => JSON.stringify(value)) },
  { weight: 12, arbitrary: fc.array(maybe(item), { maxLength: 4 }).map((items) => JSON.stringify({ items })) },
  { weight: 15, arbitrary: partCall.map((value) => JSON.stringify(value)) },
  { weight: 12, arbitrary: ozonCall.map((value) => JSON.stringify(value)) },
  { weight: 6, arbitrary: picture.map((value) => JSON.stringify(value)) },
  { weight: 3, arbitrary: login.map((value) => JSON.stringify(value)) },
  { weight: 3, arbitrary: look.map((value) => JSON.stringify(value)) },
  { weight: 4, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.oneof(manyKeys, manyItems).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: deep },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"__proto__":{"userId":"u2"},"r2_path":"users/u2/x.jpg"}',
      '{"r2_path":1e999}',
      '\ufeff{}',
    ),
  },
);

const forms: [path: RegExp, form: fc.Arbitrary<unknown>][] = [
  [/\/presigned-url$/, item],
  [/\/presigned-urls$/, fc.record({ items: fc.array(maybe(item), { maxLength: 4 }) })],
  [/\/multipart/, partCall],
  [/\/login$/, login],
  [/\/look$/, look],
  [/\/ai\//, picture],
  [/\/ozon\//, ozonCall],
];

/** Bodies that look nearly right for an address; undefined where it takes none. */
export function bodyFor(address: string): fc.Arbitrary<string> | undefined {
  const form = forms.find(([path]) => path.test(address))?.[1];
  return form?.map((value) => JSON.stringify(value));
}

const json = { 'content-type': 'application/json' };

/** Headers with this token, mostly. */
export const anyHeaders = (token: string): fc.Arbitrary<Record<string, string>> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant({ ...json, authorization: `Bearer ${token}` }) },
    { weight: 2, arbitrary: fc.constant({ ...json, 'x-api-key': token, origin: 'https://evil.example' }) },
    {
      weight: 1,
      arbitrary: fc.constant({
        ...json,
        authorization: `Bearer ${token}`,
        'x-user-id': 'u2',
        'x-forwarded-for': '127.0.0.1',
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom<Record<string, string>>(json, {}, { authorization: `Bearer ${token}` }) },
    {
      weight: 2,
      arbitrary: fc
        .stringMatching(/^[!-~]{0,60}$/)
        .map((text): Record<string, string> => ({ ...json, authorization: `Bearer ${text}`, 'content-length': '7' })),
    },
  );
