import { randomBytes } from 'node:crypto';
import { startCompanion } from '../../companion/start';
import { type SandboxOptions, startSandbox } from '../../sandbox/start-sandbox';
import { createProfile, launchExtension, removeProfile } from './browser';

type Options = SandboxOptions & {
  extensionDir?: string;
  headless?: boolean;
  moving?: boolean;
  savesItself?: boolean;
};

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Sandbox, companion and browser with the production build, all of it real and local. */
export async function openStage({
  extensionDir,
  headless = true,
  moving = false,
  savesItself = false,
  ...sandboxOptions
}: Options = {}) {
  // Nobody's pictures are late here but those of a busy machine.
  const imports = { downloadTimeoutMs: 15_000, ...sandboxOptions.imports };
  const sandbox = await startSandbox({ ...sandboxOptions, imports });
  // The companion looks at pictures' addresses and asks the storage too, and the system knows no host of the sandbox.
  const { fetch } = sandbox;
  const ways = { fetch, fetchStorage: fetch, fetchOzon: fetch };
  const token = randomBytes(24).toString('hex');
  const environment = { ...sandbox.storage.environment, API_TOKENS: `shop:${token}` };
  let companion = await startCompanion(environment, { port: 0, ...ways });
  const port = Number(new URL(companion.url).port);
  const profile = await createProfile();
  const launch = () =>
    launchExtension({
      resolverRules: sandbox.resolverRules,
      profile,
      headless,
      moving,
      savesItself,
      ...(extensionDir ? { extensionDir } : {}),
    });
  let browser = await launch();

  return {
    sandbox,
    companion: {
      url: companion.url,
      token,
      userId: 'shop',
      stop: () => companion.stop(),
      /** The same companion again after a stop, at the same address; `changes` to its environment if wanted. */
      async start(changes: Record<string, string> = {}) {
        companion = await startCompanion({ ...environment, ...changes }, { port, ...ways });
      },
    },
    profile,
    get browser() {
      return browser;
    },
    /** A new browser on the same profile, after the old one was closed or killed. */
    async relaunch() {
      browser = await launch();
      return browser;
    },
    async close() {
      await browser.close().catch(() => undefined);
      await companion.stop().catch(() => undefined);
      await sandbox.stop();
      await removeProfile(profile);
    },
  };
}
