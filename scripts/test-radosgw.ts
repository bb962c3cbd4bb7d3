import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { radosgwPackages } from '../companion/testing/radosgw';

/** What we sign before a second judge: Ceph's S3 gateway, as Debian and Ubuntu have it. */
const programs = ['ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin', 'ceph', 'ceph-authtool', 'monmaptool'];
const missing = () => programs.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);

function install(): void {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...radosgwPackages]]) {
    const [command = '', ...rest] = [...asRoot, 'apt-get', '-qq', ...args];
    if (spawnSync(command, rest, { stdio: 'inherit' }).status !== 0) return;
  }
}

if (missing().length > 0 && existsSync('/usr/bin/apt-get')) {
  console.log('Installing radosgw …');
  install();
}
if (missing().length > 0) {
  console.error(
    `radosgw is missing and could not be installed: this test needs Linux with apt and root, or the packages ${radosgwPackages.join(', ')}.`,
  );
  process.exit(1);
}

const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', '--project', 'judge'], {
  stdio: 'inherit',
  env: { ...process.env, JUDGE: 'radosgw' },
});
process.exit(status ?? 1);
