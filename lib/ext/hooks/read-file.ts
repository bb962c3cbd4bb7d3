import { AppError } from '../../core/app-error';
import { type ArticleFile, type ArticleFileChoice, articleFileReply } from '../../core/article-file';

/**
 * The articles of a file the seller chose. Read in a worker of its own: the page stays quick, and the readers of tables
 * are loaded only when there is one. Errors: `file.*`.
 */
export function readFile(file: File, choice: ArticleFileChoice): Promise<ArticleFile> {
  const worker = new Worker(new URL('../article-file/worker.ts', import.meta.url), { type: 'module' });
  return new Promise<ArticleFile>((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      const reply = articleFileReply.parse(data);
      if (reply.ok) resolve(reply.file);
      else reject(new AppError(reply.error.code, { params: reply.error.params }));
    };
    // Out of memory, for one.
    worker.onerror = ({ message }) => reject(new AppError('file.unreadable', { cause: message }));
    worker.postMessage({ file, choice });
  }).finally(() => worker.terminate());
}
