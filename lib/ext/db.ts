import Dexie, { type Table } from 'dexie';
import type { JobId, StoreId } from '../core/ids';
import type { Item, Job } from '../core/job';
import type { Push } from '../core/push';
import type { Store } from '../core/store';
import type { StoredFolder } from '../core/stored-picture';
import type { Task } from '../core/task';
import type { CodeIndex } from '../core/vendor-code';
import type { OpenUpload } from '../pipeline/open-upload';
import type { ShelvedPicture } from '../pipeline/shelf';
import type { SealedSecret } from '../vault/seal-secret';
import type { ListRow } from './lists';
import type { TaskBundle } from './task-bundles';

export type SecretRow = { name: string; sealed: SealedSecret };
export type KeyRow = { name: string; key: CryptoKey };

export type BlobRow = ShelvedPicture & { jobId: JobId };
export type FileNameRow = { jobId: JobId; path: string; productId: string };
/** `url` is unknown to the browser's history until the download begins; `saved`: it has ended well. */
export type SaveRow = { key: string; url: string; saved?: { path: string; renamed: boolean } };

/** `run` is the start of the reading that found it; what a later reading did not find is gone from the store. */
export type VendorCodeRow = { storeId: StoreId; code: string; productId: string; run: number };

/** The extension's database. A schema change is a new `version(n)` with a pure upgrade and a fixture test. */
export class Database extends Dexie {
  declare stores: Table<Store, StoreId>;
  declare secrets: Table<SecretRow, string>;
  declare keys: Table<KeyRow, string>;
  declare jobs: Table<Job, JobId>;
  /** Lines of jobs something is known of, keyed by place, so that a page of a list is one range. */
  declare items: Table<Item, [JobId, number]>;
  /** Lists as they were given; a line without a row in `items` is as it stands here. */
  declare lists: Table<ListRow, [JobId, number]>;
  declare tasks: Table<Task, string>;
  /** Pictures' tasks, a product in a row. */
  declare bundles: Table<TaskBundle, string>;
  /** Pushes with the sets they replaced; they stay when their job is deleted, for Undo. */
  declare pushes: Table<Push, [JobId, number]>;
  /** What storage is known to hold; outlives the jobs, so that a later one need not fetch and send it again. */
  declare stored: Table<StoredFolder, [string, string]>;

  /** Uploads in parts that have begun, until their tasks have settled or storage has forgotten them. */
  declare uploads: Table<OpenUpload, string>;

  /** Which products of a store have a vendor code; `codeIndexes` says how far they were read. */
  declare vendorCodes: Table<VendorCodeRow, [StoreId, string, string]>;
  declare codeIndexes: Table<CodeIndex, StoreId>;

  /** Pictures that wait to be saved on disk. */
  declare blobs: Table<BlobRow, [JobId, number, number]>;
  /** Names given to pictures of a job, folded as file systems do, and the product each belongs to. */
  declare fileNames: Table<FileNameRow, [JobId, string]>;
  /** Files handed to the browser's downloads, by the task that did it. */
  declare saves: Table<SaveRow, string>;

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
    this.version(3).stores({
      // Lines by the reason they failed for: those without one are not in that index and cost nothing.
      items: '[jobId+seq], [jobId+status], [jobId+status+error.code], [jobId+lookupId]',
      lists: '[jobId+from]',
      // Only bundles with tasks that have not begun are in the second index; the others cost nothing there.
      bundles: 'id, [open+id]',
      stored: '[folder+place]',
      vendorCodes: '[storeId+code+productId]',
      codeIndexes: 'storeId',
      blobs: '[jobId+seq+n]',
      fileNames: '[jobId+path]',
      saves: 'key',
      uploads: 'uploadId, taskId',
    });
  }
}

export const createDatabase = (): Database => new Database();
