import { useTranslation } from 'react-i18next';
import type { PictureSet } from '../../lib/core/push';
import type { PushView } from './view';

/** Sentences about sets of pictures. */
export function usePushTexts() {
  const { t } = useTranslation();

  function colour(before: PictureSet, after: PictureSet): string[] {
    if (before.colour === after.colour) return [];
    if (after.colour === null) return [t('push.change.colourRemoved')];
    return [t(before.colour === null ? 'push.change.colourAdded' : 'push.change.colourReplaced')];
  }

  /** What a push changes, in one line; what it is not about is left out. */
  function change({ change: found, current, next }: Pick<PushView, 'change' | 'current' | 'next'>): string {
    const parts = [
      ...(['added', 'removed', 'moved'] as const)
        .filter((kind) => found[kind].length > 0)
        .map((kind) => t(`push.change.${kind}`, { count: found[kind].length })),
      ...(found.primaryChanged && next.pictures.length > 0 ? [t('push.change.primary')] : []),
      ...colour(current, next),
    ];
    return parts.length === 0 ? t('push.change.none') : parts.join(' · ');
  }

  const pictures = ({ pictures: { length } }: PictureSet) => t('push.pictures', { count: length });

  return { change, pictures };
}
