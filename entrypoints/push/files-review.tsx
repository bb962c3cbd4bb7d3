import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { browser } from '#imports';
import { Button } from '../../components/button';
import { Message } from '../../components/message';
import { PushFilesFoot } from '../../components/push/files-foot';
import { PushFilesList } from '../../components/push/files-list';
import { type FilesRow, filesRow } from '../../components/push/files-view';
import { idle, useAction } from '../../components/use-action';
import type { ArticleField } from '../../lib/core/article';
import type { JobId } from '../../lib/core/ids';
import { productsPerPush } from '../../lib/core/push';
import type { Store } from '../../lib/core/store';
import { uploadPictures } from '../../lib/ext/hooks/upload-pictures';
import { useLeaveGuard } from '../../lib/ext/hooks/use-leave-guard';
import { usePushTargets } from '../../lib/ext/hooks/use-push-targets';
import { useStored } from '../../lib/ext/hooks/use-stored';
import { connectionItem } from '../../lib/ext/storage-items';
import { useFileFindings } from './use-file-findings';
import type { PictureSource } from './use-picture-source';

type Props = {
  store: Store;
  field: ArticleField;
  source: PictureSource;
  /** The first article of the part that is shown. */
  from: number;
  onUpload: (id: JobId) => void;
};

/** Each article with its pictures, the product it is in the store, and what speaks against it; then the upload. */
export function FilesReview(props: Props) {
  const { t } = useTranslation();
  const { store, field, source, onUpload } = props;
  const { rows, error, again } = useRows(props);
  const connection = useStored(connectionItem);
  const { status, setStatus, run, busy } = useAction();
  useLeaveGuard(busy);

  const upload = (ready: FilesRow[]) => {
    const products = ready.flatMap(({ group, product }) => (product ? [{ group, product }] : []));
    const total = products.reduce((sum, { group }) => sum + group.pictures.length, 0);
    const keeping = (done: number) => t('push.files.keeping', { done, total });
    const onKept = (done: number) => setStatus({ state: 'busy', text: keeping(done) });
    void run(keeping(0), async () => {
      onUpload(await uploadPictures({ storeId: store.id, field, products, byPath: source.byPath, onKept }));
      return idle;
    });
  };

  return (
    <>
      {error ? (
        <div>
          <Message status={{ state: 'error', error }} testId="push-files-error" />
          <Button className="mt-2" onClick={again} size="small">
            {t('push.retry')}
          </Button>
        </div>
      ) : null}
      <PushFilesList rows={rows} />
      <PushFilesFoot
        busy={busy}
        hasCloud={connection === undefined ? undefined : connection !== null}
        onOptions={() => void browser.runtime.openOptionsPage()}
        onUpload={upload}
        rows={rows}
      >
        <Message status={status} testId="push-files-progress" />
      </PushFilesFoot>
    </>
  );
}

function useRows({ store, field, source, from }: Props) {
  const groups = useMemo(() => source.groups.slice(from, from + productsPerPush), [source, from]);
  const files = useMemo(
    () => groups.flatMap(({ pictures }) => pictures.flatMap(({ path }) => source.byPath.get(path) ?? [])),
    [groups, source],
  );
  const ids = groups.map(({ article }) => article);
  const asked = JSON.stringify([store.id, field, ids]);
  const { found, error, again } = usePushTargets(store.id, field, ids, asked);
  const findings = useFileFindings(files);
  const products = found?.round === asked ? found.targets.byId : undefined;
  return { rows: groups.map((group) => filesRow(group, products, findings)), error, again };
}
