import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from './endpoints';
import { nodeScrypt } from './node-scrypt';
import { curlCommandsOf, hasCurl, openCurlShell } from './testing/curl-examples';
import { startImageApi } from './testing/image-api';
import { startLocalR2, token } from './testing/local-r2';
import { startOzonHost } from './testing/ozon-host';
import { startPictureHost } from './testing/picture-host';
import { type Server, startServer } from './testing/server-stage';
import { type Kept, keptRuntimes } from './testing/with-database';
import { createUsers } from './users';

const commands = curlCommandsOf(readFileSync(new URL('../docs/companion.md', import.meta.url), 'utf8'));
const secret = 'a-secret-for-tokens-a-secret-for-tokens';
const password = 'a password of Anna';
/** As long as the example that tells a length says. */
const files = { 'A1_1.jpg': Buffer.alloc(48_213, 'a picture') };

const patternOf = (path: string) => new RegExp(`^${path.replace(/:\w+|\{\w+\}/g, '[^/]+')}$`);

/** Server mode has a stage of its own. */
const isOfJobs = (command: string) => command.includes('/ozon/jobs');

type Shell = Awaited<ReturnType<typeof openCurlShell>>;

/** Runs an example; what it is answered must be as the document says. */
async function works(shell: Shell, command: string): Promise<void> {
  const { method, url, status, text } = await shell.run(command);
  expect([status, status < 300 || text]).toEqual([status, true]);
  if (!shell.isOurs(url)) return;
  const endpoint = endpoints.find(
    (known) => known.method === method.toLowerCase() && patternOf(known.path).test(url.pathname),
  );
  expect(endpoint, `${method} ${url.pathname}`).toBeDefined();
  endpoint?.answer.parse(JSON.parse(text));
}

const seller = { CLIENT_ID: '1234567', API_KEY: 'the-key-of-a-store' };

it('the page has examples', () => {
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter(isOfJobs).length).toBeGreaterThan(3);
});

describe.skipIf(!hasCurl()).each(keptRuntimes)(
  'the examples of docs/companion.md on $name (skipped without curl)',
  ({ start }) => {
    let storage: Awaited<ReturnType<typeof startLocalR2>>;
    let host: Awaited<ReturnType<typeof startPictureHost>>;
    let service: Awaited<ReturnType<typeof startImageApi>>;
    let ozon: Awaited<ReturnType<typeof startOzonHost>>;
    let companion: Kept;
    let shell: Shell;

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
      const known = { TOKEN: token, PASSWORD: password, PICTURE: `${host.url}/good.jpg`, ...seller };
      shell = await openCurlShell(companion.url, known, files);
    });

    afterAll(() =>
      Promise.all(
        [shell, companion, storage, host, service, ozon].map((each) => ('close' in each ? each.close() : each.stop())),
      ),
    );

    it.each(commands.filter((command) => !isOfJobs(command)))('%s', (command) => works(shell, command));
  },
);

describe.skipIf(!hasCurl())('the examples of server mode in docs/companion.md (skipped without curl)', () => {
  let folder: string;
  let server: Server;
  let shell: Shell;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curl-jobs-'));
    // A shop without products.
    server = await startServer({ folder, fetch: async () => Response.json({ items: [] }) });
    shell = await openCurlShell(server.url, { TOKEN: token, ...seller }, {});
  });

  afterAll(async () => {
    await Promise.all([server.kill(), shell.close()]);
    await rm(folder, { recursive: true });
  });

  it.each(commands.filter(isOfJobs))('%s', (command) => works(shell, command));
});
