import type { Gallery } from '../cdn/gallery';
import type { Ports } from '../hosts';
import { createLoopbackClient } from '../loopback-client';
import { createImportPlans } from './import-plans';
import { createImportTasks } from './import-tasks';
import { createOzonCopies } from './ozon-copies';
import { downloadPicture } from './picture-download';
import { createQuotas } from './quota';

export type PushOptions = {
  /** How long an import stays `pending` at least, by the sandbox's clock; 300 ms if not given. */
  pendingMs?: number;
  /** Whether `images` begins with the primary after a push. Both readings are documented (ozon-seller-api.md §3.2). */
  repeatPrimary?: boolean;
  /** How long Ozon's downloader waits for a silent host; 3000 ms if not given. */
  downloadTimeoutMs?: number;
};

export type PushSide = ReturnType<typeof createPushSide>;

/** What stands behind pushes: tasks, planned outcomes, quotas, and Ozon's downloader, which knows the sandbox's hosts. */
export function createPushSide(gallery: Gallery, ports: Ports, now: () => number, options: PushOptions) {
  const { pendingMs = 300, repeatPrimary = false, downloadTimeoutMs = 3000 } = options;
  const client = createLoopbackClient(ports, downloadTimeoutMs);
  const copies = createOzonCopies(gallery, (url) => downloadPicture(url, client.send));
  const plans = createImportPlans();
  const imports = createImportTasks({ copies, plans, now, pendingMs, repeatPrimary });
  return { imports, plans, quotas: createQuotas(now), repeatPrimary };
}
