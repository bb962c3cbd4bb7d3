import dns, { type LookupAddress } from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isPublicIp } from '../lib/core/picture-address';
import { createGuardedFetch } from './guarded-fetch';
import { createLook } from './look';
import { createPublicFetch } from './public-fetch';
import { startCompanion } from './start';
import { environmentFor } from './testing/local-r2';
import { look } from './testing/picture-contract';
import { startPictureHost } from './testing/picture-host';

let host: Awaited<ReturnType<typeof startPictureHost>>;

beforeAll(async () => {
  host = await startPictureHost();
});

beforeEach(() => {
  host.asked.length = 0;
});

afterAll(() => host.stop());

const at = (name: string, path = '/good.jpg') => `http://${name}:${host.port}${path}`;

/** A resolver with an answer for each question in turn; the last one stays. */
function resolver(...answers: string[][]) {
  const questions: string[] = [];
  return {
    questions,
    resolve(name: string, done: (error: Error | null, addresses: LookupAddress[]) => void) {
      const answer = answers[Math.min(questions.length, answers.length - 1)] ?? [];
      questions.push(name);
      done(
        null,
        answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    },
  };
}

const refused = { code: 'picture.private_address' };

describe('a name that leads into a private network', () => {
  it.each([
    [['127.0.0.1']],
    [['169.254.169.254']],
    [['10.0.0.1']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['fd00:ec2::254']],
    [['93.184.216.34', '127.0.0.1']],
    [['127.0.0.1', '93.184.216.34']],
    [[]],
  ])('%j is refused before a connection is made', async (answer) => {
    const { resolve } = resolver(answer);
    await expect(createGuardedFetch({ resolve })(at('img.example.com'), {})).rejects.toMatchObject(refused);
    expect(host.asked).toEqual([]);
  });

  it('is told from a picture that cannot be reached', async () => {
    const { resolve } = resolver(['127.0.0.1']);
    const lookAt = createLook({ allowPrivateAddresses: false }, createGuardedFetch({ resolve }));
    const [finding] = await lookAt(['https://img.example.com/1.jpg']);
    expect(finding?.problems).toEqual([{ level: 'block', reason: { code: 'picture.private_address', params: {} } }]);
  });

  it.each(['127.0.0.1', '2130706433', '0x7f000001', '[::1]', '[::ffff:127.0.0.1]'])(
    'is refused as a number too, where no name is asked about: %s',
    async (name) => {
      const { resolve, questions } = resolver(['93.184.216.34']);
      await expect(createGuardedFetch({ resolve })(at(name), {})).rejects.toMatchObject(refused);
      expect([questions, host.asked]).toEqual([[], []]);
    },
  );
});

describe('the companion on Node', () => {
  const say = (lookup: unknown) => {
    Object.defineProperty(dns, 'lookup', { value: lookup, configurable: true, writable: true });
    syncBuiltinESMExports();
  };
  const { lookup } = dns;
  afterEach(() => say(lookup));

  it('goes by what the system says of a name, unless told otherwise', async () => {
    const { resolve } = resolver(['127.0.0.1']);
    const companion = await startCompanion(environmentFor('http://127.0.0.1:1'), { port: 0 });
    say((name: string, _: unknown, done: Parameters<typeof resolve>[1]) => resolve(name, done));
    const [finding] = await look(companion, [`https://img.example.com:${host.port}/good.jpg`]);
    await companion.stop();
    expect(finding?.problems[0]?.reason.code).toBe('picture.private_address');
  });
});

describe('a name that changes its meaning', () => {
  // This test's own view of public: 127.0.0.1 stands for the internet, 127.0.0.2 for the private network.
  const isPublic = (ip: string) => ip === '127.0.0.1' || isPublicIp(ip);

  it('is asked about once a connection, which goes where the answer said', async () => {
    const { resolve, questions } = resolver(['127.0.0.1'], ['127.0.0.2']);
    const fetch = createGuardedFetch({ resolve, isPublic });
    const answer = await fetch(at('img.example.com'), { headers: { Accept: 'image/*' } });
    expect(answer.status).toBe(200);
    expect(questions).toEqual(['img.example.com']);
    expect(host.asked).toMatchObject([{ headers: { host: `img.example.com:${host.port}`, accept: 'image/*' } }]);
    await answer.arrayBuffer();
  });

  it('is checked again for the next connection', async () => {
    const inside = await startPictureHost('127.0.0.2');
    const { resolve } = resolver(['127.0.0.1'], ['127.0.0.2']);
    const fetch = createGuardedFetch({ resolve, isPublic });
    const first = await fetch(at('img.example.com'), {});
    await first.arrayBuffer();
    await expect(fetch(`http://img.example.com:${inside.port}/good.jpg`, {})).rejects.toMatchObject(refused);
    expect([first.status, inside.asked]).toEqual([200, []]);
    await inside.stop();
  });

  it('is checked again where a redirect leads', async () => {
    const inside = await startPictureHost('127.0.0.2');
    const { resolve, questions } = resolver(['127.0.0.1'], ['127.0.0.2']);
    // The rule for names alone would let this through: it looks at what is written.
    const fetch = createPublicFetch({ allowPrivateAddresses: true }, createGuardedFetch({ resolve, isPublic }));
    const there = encodeURIComponent(`http://cdn.example.com:${inside.port}/good.jpg`);
    await expect(fetch(at('img.example.com', `/to/${there}`), {})).rejects.toMatchObject(refused);
    await expect(fetch(at('img.example.com', '/inside.jpg'), {})).rejects.toMatchObject(refused);
    expect([questions.slice(0, 2), inside.asked]).toEqual([['img.example.com', 'cdn.example.com'], []]);
    await inside.stop();
  });

  it('hands a redirect back', async () => {
    const { resolve, questions } = resolver(['127.0.0.1']);
    const answer = await createGuardedFetch({ resolve, isPublic })(at('img.example.com', '/inside.jpg'), {
      redirect: 'follow',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://169.254.169.254/latest']);
    expect(questions).toHaveLength(1);
  });
});

describe('a request', () => {
  const isPublic = () => true;

  it('ends with its signal, also while the body is read', async () => {
    const { resolve } = resolver(['127.0.0.1']);
    const stop = new AbortController();
    const answer = await createGuardedFetch({ resolve, isPublic })(at('img.example.com', '/endless.jpg'), {
      signal: stop.signal,
    });
    stop.abort('enough');
    await expect(answer.arrayBuffer()).rejects.toBe('enough');
  });
});
