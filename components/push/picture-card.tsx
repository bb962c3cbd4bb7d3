import { useTranslation } from 'react-i18next';
import type { PushProblem } from '../../lib/core/push';
import type { DraftEdit, PlacedPicture } from '../../lib/core/push-draft';
import { IconButton } from '../icon-button';
import { Icon, Spinner } from '../icons';
import { PushErrors } from './errors';
import { PushTag } from './tag';
import { PushThumb } from './thumb';

type Props = {
  picture: PlacedPicture;
  /** Place in the set, from 0; `first` is the first one that is free to change. */
  index: number;
  first: number;
  total: number;
  tag: 'added' | 'moved' | null;
  problems: PushProblem[];
  checking: boolean;
  /** The element that says how to move a picture by keyboard. */
  helpId: string;
  handle: (element: Element | null) => void;
  onEdit: (edit: DraftEdit) => void;
};

/** One picture of the new set with everything that can be done to it. */
export function PushPictureCard(props: Props) {
  const { picture, problems } = props;
  const blocked = problems.some(({ level }) => level === 'block');
  return (
    <div
      className={`flex h-full flex-col rounded-lg border bg-surface ${blocked ? 'border-bad' : 'border-line'}`}
      data-testid="push-new-image"
      data-url={picture.url}
    >
      <Handle {...props} blocked={blocked} />
      {picture.locked ? <Locked /> : <Controls {...props} />}
      {picture.added ? (
        <p className="truncate border-line border-t px-2 py-1 text-[11px] text-muted" title={picture.url}>
          {picture.url}
        </p>
      ) : null}
      {problems.length > 0 ? (
        <div className="border-line border-t p-2">
          <PushErrors problems={problems} />
        </div>
      ) : null}
    </div>
  );
}

function Handle({ picture, index, tag, checking, handle, helpId, blocked }: Props & { blocked: boolean }) {
  const { t } = useTranslation();
  const place = index + 1;
  return (
    <button
      aria-describedby={helpId}
      aria-label={index === 0 ? t('push.handleMain') : t('push.handle', { place })}
      aria-roledescription={t('push.draggable')}
      className="relative block touch-manipulation overflow-hidden rounded-t-lg enabled:cursor-grab enabled:active:cursor-grabbing"
      disabled={picture.locked}
      ref={handle}
      type="button"
    >
      <PushThumb alt="" refused={blocked} url={picture.url} />
      <span className="absolute top-1.5 left-1.5 flex flex-wrap gap-1">
        <PushTag tone={index === 0 ? 'main' : 'plain'}>{index === 0 ? t('push.main') : place}</PushTag>
        {tag ? <PushTag tone={tag}>{t(`push.tag.${tag}`)}</PushTag> : null}
      </span>
      {checking ? (
        <span className="absolute inset-x-1.5 bottom-1.5 flex items-center gap-1.5 rounded-md bg-surface px-1.5 py-1 text-[11px] text-muted shadow-sm">
          <Spinner className="size-3" />
          {t('push.checking')}
        </span>
      ) : null}
    </button>
  );
}

function Locked() {
  const { t } = useTranslation();
  return (
    <p className="flex min-h-8 items-center justify-center gap-1 px-2 text-muted text-xs">
      <Icon className="size-3.5" name="lock" />
      {t('push.locked')}
    </p>
  );
}

function Controls({ picture: { key }, index, first, total, onEdit }: Props) {
  const { t } = useTranslation();
  const place = index + 1;
  const move = (to: number) => onEdit({ type: 'move', key, to });
  return (
    <div className="flex justify-center py-0.5">
      <IconButton
        filled={index === 0}
        icon="star"
        inactive={first > 0 || index === 0}
        label={t('push.makeMain', { place })}
        onClick={() => move(0)}
        testId="push-make-primary"
      />
      <IconButton
        icon="back"
        inactive={index <= first}
        label={t('push.moveUp', { place })}
        onClick={() => move(index - 1)}
        testId="push-move-up"
      />
      <IconButton
        icon="forward"
        inactive={index >= total - 1}
        label={t('push.moveDown', { place })}
        onClick={() => move(index + 1)}
        testId="push-move-down"
      />
      <IconButton
        icon="trash"
        label={t('push.remove', { place })}
        onClick={() => onEdit({ type: 'remove', key })}
        testId="push-remove"
        tone="danger"
      />
    </div>
  );
}
