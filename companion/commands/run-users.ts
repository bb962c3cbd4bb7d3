import { openDatabase } from '../database/node-database';
import { nodeScrypt } from '../node-scrypt';
import { hashPassword } from '../password';
import { createSessions } from '../sessions';
import { userIdPattern } from '../user-id';
import { createUsers, emailAddress, type Users } from '../users';

const usage = `npm run companion:users -- add <user id> <e-mail>     asks for a password; also changes a user
npm run companion:users -- revoke <user id>
npm run companion:users -- list
npm run companion:users -- token <user id> [hours]   prints an access token, needs AUTH_SECRET
With --sql, add and revoke print a statement for \`npx wrangler d1 execute\` instead of writing to DATABASE_FILE.`;

type Terminal = { print: (line: string) => void; readPassword: () => Promise<string> };
type Environment = Readonly<Record<string, string | undefined>>;

/** What the command cannot do, as a sentence for people. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

const now = () => Math.floor(Date.now() / 1000);
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const dateOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 16);

function userId(text = ''): string {
  if (userIdPattern.test(text)) return text;
  throw new CommandError('A user id is 1 to 64 letters, digits, _ or -.');
}

function emailOf(text: string | undefined): string {
  const email = emailAddress.safeParse(text);
  if (!email.success) throw new CommandError('That is no e-mail address.');
  return email.data;
}

async function passwordFrom({ readPassword }: Terminal): Promise<string> {
  const password = await readPassword();
  if (password.length < 10 || password.length > 1024) throw new CommandError('A password has 10 to 1024 characters.');
  return password;
}

async function withUsers<T>({ DATABASE_FILE: file }: Environment, work: (users: Users) => Promise<T>): Promise<T> {
  if (!file) throw new CommandError('DATABASE_FILE is not set; for example DATABASE_FILE=companion.db');
  const { database, close } = await openDatabase(file);
  return work(createUsers({ database, scrypt: nodeScrypt, now })).finally(close);
}

async function add([id, email]: string[], sql: boolean, environment: Environment, terminal: Terminal) {
  const user = { id: userId(id), email: emailOf(email) };
  const password = await passwordFrom(terminal);
  if (!sql) {
    await withUsers(environment, (users) => users.put(user.id, user.email, password));
    return terminal.print(`${user.id} can log in as ${user.email}.`);
  }
  const values = [quoted(user.id), quoted(user.email), quoted(await hashPassword(password, nodeScrypt)), now(), now()];
  terminal.print(
    `INSERT INTO users (id, email, password, created_at, tokens_from) VALUES (${values.join(', ')}) ON CONFLICT (id) DO UPDATE SET email = excluded.email, password = excluded.password, tokens_from = excluded.tokens_from, revoked_at = NULL;`,
  );
}

async function revoke([id]: string[], sql: boolean, environment: Environment, { print }: Terminal) {
  const user = userId(id);
  if (sql) return print(`UPDATE users SET revoked_at = ${now()} WHERE id = ${quoted(user)};`);
  if (!(await withUsers(environment, (users) => users.revoke(user))))
    throw new CommandError(`There is no user ${user}.`);
  print(`${user} is refused from now on.`);
}

async function list(environment: Environment, { print }: Terminal) {
  for (const { id, email, createdAt, revokedAt } of await withUsers(environment, (users) => users.list())) {
    print([id, email, dateOf(createdAt), revokedAt === null ? 'active' : `revoked ${dateOf(revokedAt)}`].join('\t'));
  }
}

async function issue([id, hours = '168']: string[], { AUTH_SECRET: secret = '' }: Environment, { print }: Terminal) {
  if (!/^[1-9]\d{0,4}$/.test(hours)) throw new CommandError('Hours are a whole number from 1 to 99999.');
  if (secret.length < 32) throw new CommandError('AUTH_SECRET is not set, or has fewer than 32 characters.');
  const { token } = await createSessions({
    secret,
    lifetimeSeconds: Number(hours) * 3600,
    accepts: () => Promise.resolve(true),
    now,
  }).issue(userId(id));
  print(token);
}

/** Adds, changes, lists and revokes named users, and issues tokens. Throws CommandError with a sentence. */
export async function runUsers(args: string[], environment: Environment, terminal: Terminal): Promise<void> {
  const sql = args.includes('--sql');
  const [command, ...rest] = args.filter((argument) => argument !== '--sql');
  if (command === 'add') return add(rest, sql, environment, terminal);
  if (command === 'revoke') return revoke(rest, sql, environment, terminal);
  if (command === 'list') return list(environment, terminal);
  if (command === 'token') return issue(rest, environment, terminal);
  throw new CommandError(usage);
}
