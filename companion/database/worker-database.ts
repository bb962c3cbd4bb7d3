import { type AnyD1Database, drizzle } from 'drizzle-orm/d1';
import type { BatchDatabase } from './database';

const isD1 = (binding: unknown): binding is AnyD1Database =>
  typeof binding === 'object' && binding !== null && 'prepare' in binding;

/** The D1 database bound as `DB`, if one is. Its schema comes from `wrangler d1 migrations apply`. */
export function boundDatabase(environment: object): BatchDatabase | undefined {
  const binding: unknown = 'DB' in environment ? environment.DB : undefined;
  return isD1(binding) ? drizzle(binding, { casing: 'snake_case' }) : undefined;
}
