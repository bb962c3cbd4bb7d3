import 'fake-indexeddb/auto';
import { taskStoreContract } from '../queue/task-store-contract';
import { Database } from './db';
import { createDexieTaskStore } from './dexie-task-store';

let opened = 0;

taskStoreContract(async ({ jobs, items, tasks }) => {
  opened += 1;
  const db = new Database(`task-store-${opened}`);
  await db.jobs.bulkAdd(jobs);
  await db.items.bulkAdd(items);
  await db.tasks.bulkAdd(tasks);
  return {
    store: createDexieTaskStore(db),
    read: async () => ({
      jobs: await db.jobs.toArray(),
      items: await db.items.toArray(),
      tasks: await db.tasks.toArray(),
    }),
  };
});
