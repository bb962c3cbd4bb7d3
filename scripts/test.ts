import { spawn } from 'node:child_process';
import { ensureChromium } from './chromium';

/** Everything that must hold: style, types, build, units, contracts, and the production build in a real browser. */
type Step = [name: string, ...args: string[]];

/** Runs one step; gives whether it succeeded. What runs beside others is printed as a whole at its end. */
const run = ([name, ...args]: Step, { alone }: { alone: boolean }): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const title = `\n> ${name} ${args.join(' ')}`;
    if (alone) console.log(title);
    const child = spawn('npx', ['--no-install', name, ...args], {
      stdio: alone ? 'inherit' : 'pipe',
      shell: process.platform === 'win32',
    });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      if (!alone) console.log(`${title}\n${Buffer.concat(output).toString()}`);
      resolve(status === 0);
    });
  });

async function inTurn(steps: Step[]) {
  for (const step of steps) if (!(await run(step, { alone: true }))) process.exit(1);
}

async function atOnce(steps: Step[]) {
  const succeeded = await Promise.all(steps.map((step) => run(step, { alone: false })));
  if (succeeded.includes(false)) process.exit(1);
}

ensureChromium();
await inTurn([['wxt', 'prepare']]);
await atOnce([
  ['biome', 'check', '--error-on-warnings', '.'],
  ['tsc', '--noEmit'],
  ['tsc', '--noEmit', '-p', 'lib'],
  ['tsc', '--noEmit', '-p', 'companion'],
]);
await inTurn([
  ['wxt', 'build', '-b', 'firefox'],
  ['wxt', 'build'],
  ['vitest', 'run'],
]);
