import type { TaskKind } from '../../lib/core/task';

/** As the time a task is to be sent at: not before its job has room in the queue. After any other time. */
export const held = Number.MAX_SAFE_INTEGER;

/** Tasks that make others wait until there is room for those; pictures are sent at once. */
export const isHeldBack = (kind: TaskKind): boolean => kind !== 'copy-image';

/** Pictures that one such task puts into the queue, and so what it counts for. */
export const picturesAtOnce = 100;
