import { AppError } from '../../core/app-error';
import type { ArticleField } from '../../core/article';
import { type JobId, jobId, type StoreId } from '../../core/ids';
import type { PictureGroup } from '../../core/match-pictures';
import type { PushTarget } from '../../core/push';
import { keepFiles } from '../push-files/keep-files';
import type { SourceFile } from '../push-files/source-file';
import { sendMessage } from '../send-message';
import { pageDatabase } from './page-database';

type Upload = {
  storeId: StoreId;
  field: ArticleField;
  products: { group: PictureGroup; product: PushTarget }[];
  byPath: ReadonlyMap<string, SourceFile>;
  onKept: (kept: number) => void;
};

/**
 * Puts the pictures of products aside and starts their upload; gives its job. After that the page and the files are not
 * needed any more. Errors: `disk.full`, `file.lost`.
 */
export async function uploadPictures({ storeId, field, products, byPath, onKept }: Upload): Promise<JobId> {
  const id = jobId.parse(crypto.randomUUID());
  const files = products.map(({ group }) => group.pictures.map(({ path }) => fileAt(byPath, path)));
  const lines = products.map(({ group: { article, pictures }, product: { productId, offerId, sku } }) => ({
    ...{ article, productId, offerId, sku },
    pictures: pictures.length,
  }));
  const start = () => sendMessage('push.upload', { id, storeId, field, lines }).then(() => undefined);
  await keepFiles(pageDatabase, id, files, { onKept, start });
  return id;
}

function fileAt(byPath: Upload['byPath'], path: string): SourceFile {
  const file = byPath.get(path);
  if (!file) throw new AppError('file.lost');
  return file;
}
