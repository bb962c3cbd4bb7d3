import ts from 'typescript';
import { checkDeploy, hasDatabase, secretsNeeded, type WorkerFile } from './check-deploy';

/** The last version for Node 20; later ones need Node 22. */
export const wranglerVersion = '4.86.0';

const standardFile = 'companion/wrangler.jsonc';

type Ran = { status: number; output: string };

type Terminal = {
  read: (path: string) => string;
  /** Runs wrangler; `quiet` keeps what it prints instead of showing it. */
  wrangler: (args: string[], options: { quiet: boolean }) => Ran;
  print: (line: string) => void;
};

function parse(path: string, { read }: Terminal): unknown {
  const { config, error } = ts.parseConfigFileTextToJson(path, read(path));
  return error ? undefined : config;
}

/** Which secrets Cloudflare does not have yet; unknown where it does not say. */
function missingSecrets(file: WorkerFile, path: string, { wrangler }: Terminal): string[] {
  const { status, output } = wrangler(['secret', 'list', '-c', path], { quiet: true });
  const has = new Set([...output.matchAll(/"name":\s*"(\w+)"/g)].map(([, name]) => name));
  const alone = has.has('AUTH_SECRET') ? ['API_TOKENS', 'JOBS_SECRET'] : [];
  return status === 0 ? secretsNeeded(file).filter((name) => !has.has(name) && !alone.includes(name)) : [];
}

function deploy(file: WorkerFile, path: string, options: string[], terminal: Terminal): number {
  const show = { quiet: false };
  const dry = options.includes('--dry-run');
  const steps = [
    // The new code may count on the new tables, the old code never minds them.
    ...(dry || !hasDatabase(file) ? [] : [['d1', 'migrations', 'apply', 'DB', '--remote', '-c', path]]),
    ['deploy', '-c', path, ...options],
  ];
  for (const step of steps) {
    const { status } = terminal.wrangler(step, show);
    if (status !== 0) return status;
  }
  const missing = dry ? [] : missingSecrets(file, path, terminal);
  if (missing.length > 0) {
    terminal.print('It is deployed, and answers 500 until it has its secrets:');
    for (const name of missing) terminal.print(`  npx wrangler@${wranglerVersion} secret put ${name} -c ${path}`);
  }
  return 0;
}

/**
 * Deploys the companion to Cloudflare: checks the Worker's file, brings its database up to date, deploys, and tells which
 * secrets are missing. `--config <file>` names another file; everything else goes to `wrangler deploy`. Gives the exit code.
 */
export function runDeploy(args: string[], terminal: Terminal): number {
  const at = args.indexOf('--config');
  const path = at < 0 ? standardFile : (args[at + 1] ?? '');
  const options = at < 0 ? args : args.toSpliced(at, 2);
  const { file, problems } = checkDeploy(parse(path, terminal));
  if (!file || problems.length > 0) {
    terminal.print(
      `${path} is not ready:\n- ${problems.join('\n- ')}\ndocs/companion.md, "Deploy to Cloudflare", says where each comes from.`,
    );
    return 1;
  }
  return deploy(file, path, options, terminal);
}
