import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Address that stands in the examples; a companion under test has another port. */
const written = '127.0.0.1:8787';

/** What curl got: the method and address it asked, and what came back. */
export type CurlAnswer = { method: string; url: URL; status: number; text: string };

/** Whether there is a curl to run examples with. */
export const hasCurl = () => spawnSync('curl', ['--version']).status === 0;

/** The curl commands in the `sh` blocks of a Markdown text, in order, each as it is written there. */
export function curlCommandsOf(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)];
  return blocks.flatMap(([, indent = '', block = '']) => {
    const lines = block.split('\n').map((line) => line.slice(indent.length));
    const commands: string[][] = [];
    let open = false;
    for (const line of lines) {
      if (line.startsWith('curl ')) commands.push([]);
      open = line.startsWith('curl ') || (open && !/^(?:#.*)?$/.test(line));
      if (open) commands.at(-1)?.push(line);
    }
    return commands.map((command) => command.join('\n'));
  });
}

/** Texts and numbers of an answer under the names a shell would keep them by: `upload_id` is `UPLOAD_ID`, the first wins. */
function variablesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (value: unknown, name: string) => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inside] of Object.entries(value)) visit(inside, Array.isArray(value) ? name : key);
    } else if (!(name.toUpperCase() in found)) found[name.toUpperCase()] = String(value);
  };
  visit(text.startsWith('{') ? JSON.parse(text) : undefined, '');
  return found;
}

/**
 * A shell that runs curl commands just as they are written; what is special about a test stands in curl's own settings
 * file. What an answer told is a variable of the commands behind it. `files` lie in the folder they run in.
 */
export async function openCurlShell(origin: string, variables: Record<string, string>, files: Record<string, Buffer>) {
  const folder = await mkdtemp(join(tmpdir(), 'curl-'));
  const known: Record<string, string> = { ...variables };
  const settings = [
    'silent',
    'show-error',
    'max-time = 20',
    // The local storage says nothing to it, and curl would wait a second.
    'expect100-timeout = 0.01',
    `connect-to = "${written}:${new URL(origin).host}"`,
    'write-out = "\\n%{http_code} %{method} %{url_effective}"',
  ];
  await writeFile(join(folder, '.curlrc'), settings.join('\n'));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);

  /** Runs one command; a variable that nothing has told fails it. */
  async function run(command: string): Promise<CurlAnswer> {
    const env = { ...known, PATH: process.env.PATH, CURL_HOME: folder };
    const output = await new Promise<string>((resolve, reject) => {
      execFile('sh', ['-euc', command], { cwd: folder, env }, (error, stdout, stderr) => {
        if (error) reject(new Error(`${command}\n${stderr}`));
        else resolve(stdout);
      });
    });
    const [, text = '', status, method = '', url = ''] = /^([\s\S]*)\n(\d+) ([A-Z]+) (\S+)$/.exec(output) ?? [];
    if (text !== '') Object.assign(known, variablesOf(text));
    return { method, url: new URL(url), status: Number(status), text };
  }

  return { run, isOurs: ({ host }: URL) => host === written, close: () => rm(folder, { recursive: true }) };
}
