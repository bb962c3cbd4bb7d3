import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const accessKeyId = 'judge-key';
const secretAccessKey = 'judge-secret';

/** Programs of Debian's `ceph-mon`, `ceph-osd`, `ceph-common` and `radosgw`. */
export const radosgwPackages = ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common'];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** One monitor, one store in memory, one gateway. cephx stays on: without it this version cannot reach its monitor. */
const configuration = (folder: string, monitor: string, port: number) => `[global]
fsid = ${randomUUID()}
mon host = ${monitor}
keyring = ${folder}/keyring
run dir = ${folder}
admin socket = ${folder}/$name.asok
log file = ${folder}/$name.log
mon data = ${folder}/mon
mon allow pool size one = true
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 1073741824
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pg autoscale mode = off
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${port}
rgw s3 auth use keystone = false
`;

const keys: [name: string, caps: Record<string, string>][] = [
  ['mon.', { mon: 'allow *' }],
  ['client.admin', { mon: 'allow *', osd: 'allow *', mgr: 'allow *', mds: 'allow *' }],
  ['osd.0', { mon: 'allow profile osd', osd: 'allow *' }],
  ['client.rgw', { mon: 'allow rw', osd: 'allow rwx' }],
];

async function writeKeys(folder: string) {
  const keyring = join(folder, 'keyring');
  await run('ceph-authtool', ['--create-keyring', keyring]);
  for (const [name, caps] of keys) {
    const given = Object.entries(caps).flatMap(([of, cap]) => ['--cap', of, cap]);
    await run('ceph-authtool', [keyring, '--gen-key', '-n', name, ...given]);
  }
}

async function answers(url: string, until: number): Promise<void> {
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (Date.now() > until) throw new Error('radosgw did not start; its logs are in its folder');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/**
 * Starts Ceph's S3 gateway with its store in memory, some 15 s; `environment` is that of a companion which signs for
 * bucket `images`, still to be made. Everything it writes lies in a folder of its own, gone after `stop`.
 */
export async function startRadosgw() {
  const folder = await mkdtemp(join(tmpdir(), 'radosgw-'));
  const [v2, v1, port] = [await freePort(), await freePort(), await freePort()];
  const monitor = `[v2:127.0.0.1:${v2},v1:127.0.0.1:${v1}]`;
  const config = join(folder, 'ceph.conf');
  const children: ChildProcess[] = [];
  const tool = (name: string, ...args: string[]) => run(name, ['-c', config, ...args]);
  const start = (name: string, ...args: string[]) =>
    children.push(spawn(name, ['-c', config, '-f', ...args], { stdio: 'ignore' }));
  const stop = async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map(ended));
    await rm(folder, { recursive: true });
  };

  try {
    await writeFile(config, configuration(folder, monitor, port));
    await Promise.all(['mon', 'osd'].map((name) => mkdir(join(folder, name))));
    await writeKeys(folder);
    const map = join(folder, 'monmap');
    await tool('monmaptool', '--create', '--addv', 'a', monitor, map);
    await tool('ceph-mon', '--mkfs', '-i', 'a', '--monmap', map);
    start('ceph-mon', '-i', 'a');
    await tool('ceph', '--connect-timeout', '30', 'auth', 'import', '-i', join(folder, 'keyring'));
    const uuid = randomUUID();
    await tool('ceph', 'osd', 'new', uuid);
    await tool('ceph-osd', '--mkfs', '-i', '0', '--osd-uuid', uuid);
    start('ceph-osd', '-i', '0');
    start('radosgw', '-n', 'client.rgw');
    const url = `http://127.0.0.1:${port}`;
    await answers(url, Date.now() + 90_000);
    const owner = ['--uid', 'judge', '--display-name', 'Judge'];
    await tool('radosgw-admin', 'user', 'create', ...owner, '--access-key', accessKeyId, '--secret', secretAccessKey);
    const environment = {
      S3_ENDPOINT_URL: url,
      S3_REGION: 'us-east-1',
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
      S3_BUCKET_NAME: 'images',
      S3_PUBLIC_BASE: `${url}/images`,
    };
    return { environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
