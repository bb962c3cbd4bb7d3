import { AppError } from '../core/app-error';
import { assignNames } from '../core/assign-names';
import { parseTemplate } from '../core/file-template';
import type { DiskPlace } from '../pipeline/keep-image';
import type { NameFiles } from '../pipeline/resolve-products';
import type { Database } from './db';

/** Names pictures after the template of their job and remembers the names, so that no two products share one. */
export function createNameFiles(db: Database): NameFiles {
  return (jobId, products) =>
    db.transaction('rw', db.jobs, db.fileNames, async () => {
      const disk = (await db.jobs.get(jobId))?.disk;
      const template = disk ? parseTemplate(disk.template) : undefined;
      if (!disk || !template?.ok) throw new AppError('job.not_found');
      const named = products.map(({ productId, offerId, skus, name, imageUrls }) => ({
        ...{ productId, offerId, name, sku: skus[0] ?? null, count: imageUrls.length },
      }));
      const ownersOf = async (paths: string[]) =>
        (await db.fileNames.bulkGet(paths.map((path) => [jobId, path]))).map((row) => row?.productId ?? null);
      const assigned = await assignNames(template.parts, named, ownersOf);
      const rows = assigned.flatMap(({ productId, taken }) => taken.map((path) => ({ jobId, path, productId })));
      await db.fileNames.bulkPut(rows);
      const places = (paths: string[]): DiskPlace[] => paths.map((path) => ({ path, mode: disk.mode }));
      return new Map(assigned.map(({ productId, paths }) => [productId, places(paths)]));
    });
}
