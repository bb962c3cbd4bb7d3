import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandError, runUsers } from './run-users';

/** One line from the terminal, which does not show it, or from a pipe. */
function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: process.stdin.isTTY === true });
  return new Promise((resolve) => {
    let read = '';
    lines.once('line', (line) => {
      read = line;
      lines.close();
    });
    lines.once('close', () => {
      if (process.stdin.isTTY) process.stderr.write('\n');
      resolve(read);
    });
  });
}

try {
  await runUsers(process.argv.slice(2), process.env, { print: console.log, readPassword });
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
