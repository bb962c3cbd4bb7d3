import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page, type Worker } from 'playwright-core';
import { findChromium } from '../../scripts/chromium';

/** The production build, as `npm run build` leaves it. */
export const buildDir = resolve(import.meta.dirname, '../../.output/chrome-mv3');

export const createProfile = (): Promise<string> => mkdtemp(join(tmpdir(), 'oib-profile-'));
export const removeProfile = (dir: string): Promise<void> => rm(dir, { recursive: true, force: true, maxRetries: 5 });

/** Chromium's arguments: nothing leaves this machine, and real host names lead to the sandbox. */
export const chromiumArguments = (resolverRules: string, extensionDir: string): string[] => [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--ignore-certificate-errors',
  `--disable-extensions-except=${extensionDir}`,
  `--load-extension=${extensionDir}`,
  `--host-resolver-rules=${resolverRules}`,
];

type Options = {
  resolverRules: string;
  profile: string;
  extensionDir?: string;
  headless?: boolean;
  dark?: boolean;
  moving?: boolean;
  savesItself?: boolean;
};

export type Extension = Awaited<ReturnType<typeof launchExtension>>;

/**
 * Real Chromium with the extension loaded. Pages are opened by their file name, with hash if wanted. `moving`: as for a
 * seller, with animations. `savesItself`: downloads go where the browser's own settings say; Playwright would take them.
 */
export async function launchExtension({
  resolverRules,
  profile,
  extensionDir = buildDir,
  headless = true,
  dark,
  moving = false,
  savesItself = false,
}: Options) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found: run `npm test` or `npm run demo`, which install it.');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless,
    // Whoever runs us ends browser, sandbox and companion together.
    handleSIGINT: false,
    handleSIGTERM: false,
    args: chromiumArguments(resolverRules, extensionDir),
    // Names of files outside ASCII need it, and a bare machine has no language set.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    // Drawing what moves takes a third of a test's processor time, and no test looks at it.
    reducedMotion: moving ? 'no-preference' : 'reduce',
    colorScheme: dark ? 'dark' : 'light',
    viewport: { width: 1200, height: 800 },
  });
  // At once: a worker goes on with its jobs as soon as the browser runs.
  if (savesItself) await leaveDownloadsAlone(context);
  // As long as the tests' own polls wait: on a busy machine a page may take long.
  context.setDefaultTimeout(60_000);
  const worker = await workerOf(context);
  const id = new URL(worker.url()).hostname;
  const origin = `chrome-extension://${id}`;

  return {
    context,
    id,
    origin,

    async open(path: string, size?: { width: number; height: number }): Promise<Page> {
      const page = await context.newPage();
      if (size) await page.setViewportSize(size);
      await page.goto(`${origin}/${path}`);
      return page;
    },

    /** Stops every extension worker at once, as the browser does when it is idle. */
    async stopWorkers(page: Page) {
      const session = await context.newCDPSession(page);
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await session.detach();
    },

    /** kill -9 of the whole browser. */
    async kill() {
      const target = await readlink(join(profile, 'SingletonLock'));
      process.kill(Number(target.slice(target.lastIndexOf('-') + 1)), 'SIGKILL');
      await context.close().catch(() => undefined);
      // A killed browser leaves its lock, which names a process that is gone.
      for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie'])
        await rm(join(profile, name), { force: true });
    },

    close: () => context.close(),
  };
}

async function leaveDownloadsAlone(context: BrowserContext): Promise<void> {
  const session = await context.newCDPSession(context.pages()[0] ?? (await context.newPage()));
  await session.send('Browser.setDownloadBehavior', { behavior: 'default' });
  await session.detach();
}

/** Our own worker: a test may load another extension beside ours. */
const isOurs = (worker: Worker) => worker.url().endsWith('/background.js');

const workerOf = async (context: BrowserContext): Promise<Worker> =>
  context.serviceWorkers().find(isOurs) ??
  context.waitForEvent('serviceworker', { predicate: isOurs, timeout: 60_000 });
