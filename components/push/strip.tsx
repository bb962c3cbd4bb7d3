import { useTranslation } from 'react-i18next';
import type { PictureSet } from '../../lib/core/push';
import { Icon, type IconName } from '../icons';
import { PushTag, type TagTone } from './tag';
import { PushThumb } from './thumb';

type Props = {
  set: PictureSet;
  label: string;
  /** Fixed names of the two rows; a strip elsewhere has none. */
  testId?: 'push-current-image' | 'push-new-image';
  /** Pictures that go away or are new, and the word for it. */
  marked?: { urls: string[]; tone: 'removed' | 'added' };
  refused?: ReadonlySet<string>;
  size?: 'normal' | 'small';
};

/** A set in order, the main picture first, the colour sample apart. */
export function PushStrip({ set, label, testId, marked, refused, size = 'normal' }: Props) {
  const { t } = useTranslation();
  const width = size === 'small' ? 'w-12' : 'w-18';
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <ol aria-label={label} className="flex min-w-0 flex-wrap gap-1.5">
        {set.pictures.map((url, index) => (
          // An address may stand in a set twice, so its place belongs to the key.
          // biome-ignore lint/suspicious/noArrayIndexKey: a strip is never rearranged in place
          <li className={`relative ${width}`} data-testid={testId} data-url={url} key={`${index} ${url}`}>
            <span
              className={`block overflow-hidden rounded-md border border-line ${marked?.tone === 'removed' && marked.urls.includes(url) ? 'opacity-45' : ''}`}
            >
              <PushThumb alt={t('push.picture', { place: index + 1 })} refused={refused?.has(url) ?? false} url={url} />
            </span>
            <span
              className={`absolute flex flex-col items-start gap-0.5 ${size === 'small' ? 'top-0.5 left-0.5' : 'top-1 left-1'}`}
            >
              {index === 0 ? <Mark icon="star" small={size === 'small'} text={t('push.main')} tone="main" /> : null}
              {marked?.urls.includes(url) ? (
                <Mark
                  icon={marked.tone === 'added' ? 'plus' : 'cross'}
                  small={size === 'small'}
                  text={t(`push.tag.${marked.tone}`)}
                  tone={marked.tone}
                />
              ) : null}
            </span>
          </li>
        ))}
      </ol>
      {set.colour === null ? null : (
        <figure className={width}>
          <span className="block overflow-hidden rounded-md border border-line">
            <PushThumb alt={t('push.colour.label')} refused={refused?.has(set.colour) ?? false} url={set.colour} />
          </span>
          <figcaption className="mt-0.5 text-[11px] text-muted leading-tight">{t('push.colour.label')}</figcaption>
        </figure>
      )}
    </div>
  );
}

type MarkProps = { icon: IconName; tone: TagTone; text: string; small: boolean };

/** A word on a picture, or a drawing where the picture is too small for words. */
function Mark({ icon, tone, text, small }: MarkProps) {
  if (!small) return <PushTag tone={tone}>{text}</PushTag>;
  return (
    <PushTag tone={tone}>
      <Icon className="-mx-0.5 size-3" filled={icon === 'star'} name={icon} />
      <span className="sr-only">{text}</span>
    </PushTag>
  );
}
