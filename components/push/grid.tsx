import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureLimit } from '../../lib/core/push';
import type { DraftEdit, PlacedPicture } from '../../lib/core/push-draft';
import { Button } from '../button';
import { SortableGrid } from '../sortable-grid';
import { PushErrors } from './errors';
import { PushPictureCard } from './picture-card';
import type { PushView } from './view';

type Props = { view: PushView; onEdit: (edit: DraftEdit) => void };

/** The new set: pictures in order, to be rearranged, with what speaks against each of them. */
export function PushGrid({ view, onEdit }: Props) {
  const { t } = useTranslation();
  const { placed, problems, unchecked } = view;
  const helpId = useId();
  const first = placed.filter(({ locked }) => locked).length;
  return (
    <>
      <p className="sr-only" id={helpId}>
        {t('push.dragHelp')}
      </p>
      <SortableGrid
        className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] items-start gap-3"
        items={placed}
        label={t('push.next')}
        onMove={(key, to) => onEdit({ type: 'move', key, to })}
        texts={{
          picked: (place) => t('push.said.picked', { place }),
          over: (place) => t('push.said.over', { place, total: placed.length }),
          dropped: (place) => t('push.said.moved', { place, total: placed.length }),
          cancelled: t('push.said.cancelled'),
        }}
      >
        {(picture, index, handle) => (
          <PushPictureCard
            checking={unchecked.includes(picture.url)}
            first={first}
            handle={handle}
            helpId={helpId}
            index={index}
            onEdit={onEdit}
            picture={picture}
            problems={problems.filter((problem) => problem.field === 'images' && problem.index === index)}
            tag={tagOf(picture, view)}
            total={placed.length}
          />
        )}
      </SortableGrid>
      <SetErrors onEdit={onEdit} view={view} />
    </>
  );
}

function tagOf({ url, locked }: PlacedPicture, { change }: PushView) {
  if (locked) return null;
  if (change.added.includes(url)) return 'added';
  return change.moved.includes(url) ? 'moved' : null;
}

/** What speaks against the set as a whole; too long a one can be cut here, on purpose. */
function SetErrors({ view: { problems, draft, next }, onEdit }: Props) {
  const { t } = useTranslation();
  const whole = problems.filter(({ index, reason }) => index === null && reason.code !== 'push.same_set');
  const limit = draft.allowMore ? pictureLimit.most : pictureLimit.usual;
  return (
    <div className="mt-3">
      <PushErrors problems={whole}>
        {next.pictures.length > limit ? (
          <Button onClick={() => onEdit({ type: 'keepFirst', count: limit })} size="small" testId="push-keep-first">
            {t('push.keepFirst', { count: limit })}
          </Button>
        ) : null}
      </PushErrors>
    </div>
  );
}
