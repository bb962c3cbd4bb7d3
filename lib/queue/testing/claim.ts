import type { Task } from '../../core/task';
import type { TaskStore } from '../ports';

/** What a claim gives, without when there may be more. */
export const claim = async (store: TaskStore, ...asked: Parameters<TaskStore['claim']>): Promise<Task[]> =>
  (await store.claim(...asked)).tasks;
