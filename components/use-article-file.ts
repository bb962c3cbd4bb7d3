import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArticleFile, ArticleFileChoice } from '../lib/core/article-file';
import { idle, useAction } from './use-action';

export type ReadFile = (file: File, choice: ArticleFileChoice) => Promise<ArticleFile>;

type Props = { field: ArticleFileChoice['field']; readFile: ReadFile; onRead: (read: ArticleFile) => void };

/** The file the list was taken from, and how its reading goes. */
export function useArticleFile({ field, readFile, onRead }: Props) {
  const { t } = useTranslation();
  const { status, run, busy } = useAction();
  const [opened, setOpened] = useState<{ file: File; read: ArticleFile }>();

  const open = (file: File, column?: number) =>
    run(t('articles.file.reading'), async () => {
      if (column === undefined) setOpened(undefined);
      const read = await readFile(file, { field, ...(column !== undefined && { column }) });
      setOpened({ file, read });
      onRead(read);
      return idle;
    });
  return { opened, status, busy, open };
}
