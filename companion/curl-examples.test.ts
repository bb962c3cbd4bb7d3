import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from './endpoints';
import { nodeScrypt } from './node-scrypt';
import { curlCommandsOf, hasCurl, openCurlShell } from './testing/curl-examples';
import { startImageApi } from './testing/image-api';
import { startLocalR2, token } from './testing/local-r2';
import { startOzonHost } from './testing/ozon-host';
import { startPictureHost } from './testing/picture-host';
import { type Kept, keptRuntimes } from './testing/with-database';
import { createUsers } from './users';

const commands = curlCommandsOf(readFileSync(new URL('../docs/companion.md', import.meta.url), 'utf8'));
const secret = 'a-secret-for-tokens-a-secret-for-tokens';
const password = 'a password of Anna';
/** As long as the example that tells a length says. */
const files = { 'A1_1.jpg': Buffer.alloc(48_213, 'a picture') };

const patternOf = (path: string) => new RegExp(`^${path.replace(/:\w+|\{\w+\}/g, '[^/]+')}$`);

it('the page has examples', () => {
  expect(commands.length).toBeGreaterThan(5);
});

describe.skipIf(!hasCurl()).each(keptRuntimes)(
  'the examples of docs/companion.md on $name (skipped without curl)',
  ({ start }) => {
    let storage: Awaited<ReturnType<typeof startLocalR2>>;
    let host: Awaited<ReturnType<typeof startPictureHost>>;
    let service: Awaited<ReturnType<typeof startImageApi>>;
    let ozon: Awaited<ReturnType<typeof startOzonHost>>;
    let companion: Kept;
    let shell: Awaited<ReturnType<typeof openCurlShell>>;

    beforeAll(async () => {
      [storage, host, service] = await Promise.all([startLocalR2(), startPictureHost(), startImageApi()]);
      ozon = await startOzonHost();
      companion = await start({
        ...storage.environment,
        ...service.environment,
        ...ozon.environment,
        API_TOKENS: `anna:${token}`,
        AUTH_SECRET: secret,
        // The picture of the examples lies on this computer.
        ALLOW_PRIVATE_ADDRESSES: '1',
      });
      const users = createUsers({ database: companion.database, scrypt: nodeScrypt, now: () => 1 });
      await users.put('anna', 'anna@example.com', password);
      const seller = { CLIENT_ID: '1234567', API_KEY: 'the-key-of-a-store' };
      const known = { TOKEN: token, PASSWORD: password, PICTURE: `${host.url}/good.jpg`, ...seller };
      shell = await openCurlShell(companion.url, known, files);
    });

    afterAll(() =>
      Promise.all(
        [shell, companion, storage, host, service, ozon].map((each) => ('close' in each ? each.close() : each.stop())),
      ),
    );

    it.each(commands)('%s', async (command) => {
      const { method, url, status, text } = await shell.run(command);
      expect([status, status < 300 || text]).toEqual([status, true]);
      if (!shell.isOurs(url)) return;
      const endpoint = endpoints.find(
        (known) => known.method === method.toLowerCase() && patternOf(known.path).test(url.pathname),
      );
      expect(endpoint, `${method} ${url.pathname}`).toBeDefined();
      endpoint?.answer.parse(JSON.parse(text));
    });
  },
);
