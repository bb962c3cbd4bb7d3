import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idle, useAction } from '../../components/use-action';
import type { ArticleField } from '../../lib/core/article';
import { type MatchedPictures, matchPictures } from '../../lib/core/match-pictures';
import { openDropped, openFolder } from '../../lib/ext/push-files/open-folder';
import { openFiles, readManifests, requireFiles } from '../../lib/ext/push-files/open-source';
import type { SourceFile } from '../../lib/ext/push-files/source-file';

/** What was chosen, and to which articles its files belong. */
export type PictureSource = MatchedPictures & { byPath: ReadonlyMap<string, SourceFile> };

/** The folder or archives chosen on this page; nothing of it is read into memory but names. */
export function usePictureSource(field: ArticleField) {
  const { t } = useTranslation();
  const { status, run, busy } = useAction();
  const [files, setFiles] = useState<SourceFile[]>();
  const source = useMatched(files, field);

  const take = (opening: () => Promise<SourceFile[]>) =>
    void run(t('push.files.reading'), async () => {
      setFiles(undefined);
      setFiles(requireFiles(await opening()));
      return idle;
    });

  return {
    status,
    busy,
    source,
    picker: {
      onFolder: (chosen: File[]) => take(async () => openFolder(chosen)),
      onFiles: (chosen: File[]) => take(() => openFiles(chosen)),
      onDrop: (dropped: DataTransfer) => {
        const opened = openDropped(dropped);
        take(async () => {
          const found = await opened;
          return [...found.folder, ...(await openFiles(found.files))];
        });
      },
    },
  };
}

/** Which article a manifest gives a file depends on the field, so a change of it matches anew. */
function useMatched(files: SourceFile[] | undefined, field: ArticleField): PictureSource | undefined {
  const [matched, setMatched] = useState<{ source: PictureSource; files: SourceFile[]; field: ArticleField }>();
  useEffect(() => {
    let current = true;
    if (!files) return;
    // Without its manifest a folder still has its names.
    const listed = readManifests(files, field).catch(() => []);
    void listed.then((pictures) => {
      const paths = files.map(({ path }) => path);
      const byPath = new Map(files.map((file) => [file.path, file]));
      if (current) setMatched({ source: { ...matchPictures(paths, pictures), byPath }, files, field });
    });
    return () => {
      current = false;
    };
  }, [files, field]);
  return matched?.files === files && matched?.field === field ? matched?.source : undefined;
}
