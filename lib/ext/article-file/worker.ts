import { errorShapeOf } from '../../core/app-error';
import type { ArticleFileChoice } from '../../core/article-file';
import { readArticleFile } from './read-article-file';

type Request = { file: File; choice: ArticleFileChoice };

/** Reads one file beside the page, so that a large table does not freeze it. */
addEventListener('message', ({ data }: MessageEvent<Request>) => {
  const { file, choice } = data;
  readArticleFile(file, file.name, choice).then(
    (read) => postMessage({ ok: true, file: read }),
    (thrown: unknown) => postMessage({ ok: false, error: errorShapeOf(thrown) }),
  );
});
