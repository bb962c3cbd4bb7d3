import Dexie, { type Table } from 'dexie';
import type { JobId, StoreId } from '../core/ids';
import type { Item, Job } from '../core/job';
import type { Push } from '../core/push';
import type { Store } from '../core/store';
import type { Task } from '../core/task';
import type { SealedSecret } from '../vault/seal-secret';

export type SecretRow = { name: string; sealed: SealedSecret };
export type KeyRow = { name: string; key: CryptoKey };

/** The extension's database. A schema change is a new `version(n)` with a pure upgrade and a fixture test. */
export class Database extends Dexie {
  declare stores: Table<Store, StoreId>;
  declare secrets: Table<SecretRow, string>;
  declare keys: Table<KeyRow, string>;
  declare jobs: Table<Job, JobId>;
  /** Lines of jobs, keyed by place, so that a page of a list is one range. */
  declare items: Table<Item, [JobId, number]>;
  declare tasks: Table<Task, string>;
  /** Pushes with the sets they replaced; they stay when their job is deleted, for Undo. */
  declare pushes: Table<Push, [JobId, number]>;

  constructor(name = 'ozon-image-bridge') {
    // Pages follow changes by their keys; a cache of results would be work for nothing beside thousands of writes.
    super(name, { cache: 'disabled' });
    this.version(1).stores({
      stores: 'id, createdAt',
      secrets: 'name',
      keys: 'name',
      jobs: 'id, createdAt, status, storeId',
      items: '[jobId+seq], [jobId+status]',
      tasks: 'id, [jobId+kind+state+runAt]',
    });
    this.version(2).stores({ pushes: '[jobId+seq], [storeId+productId+createdAt], state' });
  }
}

export const createDatabase = (): Database => new Database();
