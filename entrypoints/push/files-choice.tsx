import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Message } from '../../components/message';
import { PushFilesPicker } from '../../components/push/files-picker';
import { PushFilesUnmatched } from '../../components/push/files-unmatched';
import { SelectField } from '../../components/select-field';
import type { ArticleField } from '../../lib/core/article';
import type { JobId } from '../../lib/core/ids';
import { productsPerPush } from '../../lib/core/push';
import type { Store } from '../../lib/core/store';
import { FilesReview } from './files-review';
import { type PictureSource, usePictureSource } from './use-picture-source';

type Props = { store: Store | undefined; field: ArticleField; onUpload: (id: JobId) => void };

/** Pictures from a folder or archives: what is in them, whose they are, and the upload of what fits. */
export function FilesChoice(props: Props) {
  const { source, status, busy, picker } = usePictureSource(props.field);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <PushFilesPicker busy={busy} {...picker} />
        <Message status={status} testId="push-files-message" />
      </div>
      {source ? <Found {...props} source={source} /> : null}
    </div>
  );
}

function Found({ source, ...props }: Props & { source: PictureSource }) {
  const { t } = useTranslation();
  const { groups, unmatched } = source;
  const pictures = groups.reduce((sum, group) => sum + group.pictures.length, 0);
  const none = { state: 'error', error: { code: 'file.not_pictures', params: {} } } as const;
  const noStore = { state: 'error', error: { code: 'portal.store_unclear', params: {} } } as const;
  return (
    <>
      {groups.length === 0 ? (
        <Message status={none} testId="push-files-none" />
      ) : (
        <p className="font-medium" data-articles={groups.length} data-testid="push-files-found" role="status">
          {t('push.pictures', { count: pictures })} · {t('push.files.articles', { count: groups.length })}
        </p>
      )}
      <PushFilesUnmatched unmatched={unmatched} />
      {groups.length > 0 && !props.store ? <Message status={noStore} testId="push-files-no-store" /> : null}
      {groups.length > 0 && props.store ? <Batches {...props} source={source} store={props.store} /> : null}
    </>
  );
}

/** One call takes so many products; more are done one part after the other. */
function Batches({ source, ...props }: Props & { store: Store; source: PictureSource }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<{ of: PictureSource; from: number }>({ of: source, from: 0 });
  const total = source.groups.length;
  const from = chosen.of === source ? chosen.from : 0;
  const starts = Array.from({ length: Math.ceil(total / productsPerPush) }, (_, part) => part * productsPerPush);
  return (
    <>
      {starts.length > 1 ? (
        <SelectField
          className="w-72 max-w-full"
          label={t('push.files.batch', { count: productsPerPush })}
          onChange={(value) => setChosen({ of: source, from: Number(value) })}
          options={starts.map((start) => ({
            value: String(start),
            label: t('pager.position', { from: start + 1, to: Math.min(start + productsPerPush, total), total }),
          }))}
          testId="push-files-batch"
          value={String(from)}
        />
      ) : null}
      <FilesReview {...props} from={from} key={from} source={source} />
    </>
  );
}
