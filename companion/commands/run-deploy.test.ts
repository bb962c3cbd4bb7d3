import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runDeploy } from './run-deploy';

const ours = readFileSync(new URL('../wrangler.jsonc', import.meta.url), 'utf8');
const filled = ours
  .replace('"R2_ACCOUNT_ID": ""', '"R2_ACCOUNT_ID": "0123456789abcdef0123456789abcdef"')
  .replace('"R2_BUCKET_NAME": ""', '"R2_BUCKET_NAME": "my-pictures"')
  .replace('"R2_PUBLIC_BASE": ""', '"R2_PUBLIC_BASE": "https://img.example.com"');

/** Runs the command on this file with a wrangler that only tells what it was asked. */
function run(text: string, args: string[] = [], { secrets = '[]', failing = '' } = {}) {
  const asked: string[] = [];
  const printed: string[] = [];
  const status = runDeploy(args, {
    read: () => text,
    wrangler: (call) => {
      asked.push(call.join(' '));
      return { status: call[0] === failing ? 3 : 0, output: call[0] === 'secret' ? secrets : '' };
    },
    print: (line) => printed.push(line),
  });
  return { status, asked, printed: printed.join('\n') };
}

describe('npm run companion:deploy', () => {
  it('names what is missing in the file as it comes, and does not start wrangler', () => {
    const { status, asked, printed } = run(ours);
    expect([status, asked]).toEqual([1, []]);
    expect(printed).toMatch(/^companion\/wrangler\.jsonc is not ready:/);
    for (const name of ['R2_ACCOUNT_ID', 'R2_BUCKET_NAME', 'R2_PUBLIC_BASE'])
      expect(printed).toContain(`${name} is not set`);
    expect(printed).not.toMatch(/SECRET|API_TOKENS|ACCESS_KEY/);
  });

  it.each([
    ['a comma too many, or no JSON', '{ "name": ', /not ready/],
    ['two storages', filled.replace('"vars": {', '"vars": { "OSS_BUCKET": "x",'), /two storages/],
    [
      'a secret among the variables',
      filled.replace('"vars": {', '"vars": { "API_TOKENS": "u1:secret-secret",'),
      /API_TOKENS is a secret/,
    ],
    [
      'a quota without a database',
      filled.replace('"vars": {', '"vars": { "QUOTA_OBJECTS_PER_DAY": "5",'),
      /D1 database/,
    ],
    ['half an image provider', filled.replace('"vars": {', '"vars": { "AI_MODEL": "x",'), /AI_BASE_URL is not set/],
    [
      'a queue without a database',
      filled.replace('"vars": {', '"queues": { "producers": [{ "binding": "JOBS", "queue": "q" }] }, "vars": {'),
      /bound as DB is needed/,
    ],
    [
      'a database without its id',
      filled.replace('"vars": {', '"d1_databases": [{ "binding": "DB", "database_id": "" }], "vars": {'),
      /d1_databases\[0\]\.database_id is empty/,
    ],
  ])('refuses %s', (_, text, reason) => {
    const { status, asked, printed } = run(text);
    expect([status, asked]).toEqual([1, []]);
    expect(printed).toMatch(reason);
    expect(printed).not.toContain('secret-secret');
  });

  it('asks for all of server mode where its queue is bound, as the file has it in comments', () => {
    const lines = filled.split('\n');
    const from = lines.findIndex((line) => line.includes('// "d1_databases"'));
    const to = lines.findIndex((line) => line.includes('// "triggers"'));
    const opened = lines.map((line, at) =>
      at >= from && at <= to ? line.replace(/^ {2}\/\/ (?=[ \]}"])/, '  ') : line,
    );
    const whole = opened
      .join('\n')
      .replace('"database_id": ""', '"database_id": "1-2"')
      .replace('"bucket_name": ""', '"bucket_name": "my-pictures"');
    expect(run(whole, ['--dry-run'])).toMatchObject({ status: 0, printed: '' });
    const refused = (text: string) => run(text, ['--dry-run']).printed;
    expect(refused(whole.replace('"* * * * *"', ''))).toMatch(/triggers\.crons needs/);
    expect(refused(whole.replace('"dead_letter_queue"', '"other"'))).toMatch(/one of companion-jobs with the dead/);
    expect(refused(whole.replace('{ "queue": "companion-jobs-dead"', '{ "queue": "x"'))).toMatch(
      /one of companion-jobs-dead/,
    );
    for (const [from, to] of [
      ['"max_retries": 50,', ''],
      ['"max_retries": 50,', '"max_retries": 45,'],
      ['"max_retries": 50,', '"max_retries": 101,'],
    ] as const)
      expect(refused(whole.replace(from, to))).toMatch(/max_retries of companion-jobs must be 46 to 100/);
    expect(refused(whole.replace(/(companion-jobs-dead", "max_batch_size": 50), "max_retries": 50/, '$1'))).toMatch(
      /max_retries of companion-jobs-dead must be 46 to 100/,
    );
  });

  it('tries without touching anything', () => {
    expect(run(filled, ['--dry-run', '--config', 'x.jsonc']).asked).toEqual(['deploy -c x.jsonc --dry-run']);
  });

  it('deploys, then tells which secrets Cloudflare does not have', () => {
    const { status, asked, printed } = run(filled, [], { secrets: '[{"name": "API_TOKENS", "type": "secret_text"}]' });
    expect(status).toBe(0);
    expect(asked).toEqual(['deploy -c companion/wrangler.jsonc', 'secret list -c companion/wrangler.jsonc']);
    expect(printed).toContain('secret put R2_ACCESS_KEY_ID -c companion/wrangler.jsonc');
    expect(printed).not.toContain('put API_TOKENS');
    const all = '[{"name": "R2_ACCESS_KEY_ID"}, {"name": "R2_SECRET_ACCESS_KEY"}, {"name": "AUTH_SECRET"}]';
    expect(run(filled, [], { secrets: all }).printed).toBe('');
  });

  it('brings the database up to date first, and stops where wrangler fails', () => {
    const bound = filled.replace('"vars": {', '"d1_databases": [{ "binding": "DB", "database_id": "1-2" }], "vars": {');
    expect(run(bound).asked[0]).toBe('d1 migrations apply DB --remote -c companion/wrangler.jsonc');
    expect(run(bound, [], { failing: 'd1' })).toMatchObject({ status: 3, asked: { length: 1 } });
  });
});
