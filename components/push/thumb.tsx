import { useState } from 'react';
import { thumbnailUrl } from '../../lib/core/product';
import { Icon } from '../icons';

type Props = { url: string; alt: string /** Nothing is asked of an address that was refused. */; refused?: boolean };

/** A small picture in a 3:4 frame, whole; a drawing where there is none to show. */
export function PushThumb({ url, alt, refused = false }: Props) {
  const [broken, setBroken] = useState('');
  const shown = /^https?:\/\//i.test(url) && !refused && broken !== url;
  return (
    <span className="flex aspect-3/4 w-full items-center justify-center overflow-hidden bg-sunken">
      {shown ? (
        <img
          alt={alt}
          className="size-full object-contain"
          draggable={false}
          loading="lazy"
          onError={() => setBroken(url)}
          referrerPolicy="no-referrer"
          src={thumbnailUrl(url)}
        />
      ) : (
        <>
          <Icon className="size-6 text-line-strong" name="image" />
          <span className="sr-only">{alt}</span>
        </>
      )}
    </span>
  );
}
