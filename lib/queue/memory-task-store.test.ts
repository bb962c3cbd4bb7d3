import { createMemoryTaskStore } from './memory-task-store';
import { taskStoreContract } from './task-store-contract';

taskStoreContract(async (seed) => {
  const { store, jobs, items, tasks, stored } = createMemoryTaskStore(seed);
  return {
    store,
    read: async () => ({
      jobs: [...jobs.values()],
      items: [...items.values()],
      tasks: [...tasks.values()],
      stored: [...stored.values()],
    }),
  };
});
