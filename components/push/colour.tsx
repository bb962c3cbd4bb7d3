import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PushProblem } from '../../lib/core/push';
import { parseAddresses } from '../../lib/core/push-list';
import { Button } from '../button';
import { TextField } from '../text-field';
import { PushErrors } from './errors';
import { PushThumb } from './thumb';

type Props = {
  current: string | null;
  colour: string | null;
  problems: PushProblem[];
  onColour: (url: string | null) => void;
};

/** The colour sample: apart from the pictures, it does not count among them. */
export function PushColour({ current, colour, problems, onColour }: Props) {
  const { t } = useTranslation();
  return (
    <section
      className="mt-6 flex flex-wrap gap-4 border-line border-t pt-4"
      data-testid="push-colour"
      data-url={colour ?? ''}
    >
      <span className="block w-18 shrink-0 self-start overflow-hidden rounded-md border border-line">
        <PushThumb alt={t('push.colour.label')} refused={problems.length > 0} url={colour ?? ''} />
      </span>
      <div className="min-w-56 flex-1">
        <h3 className="font-semibold">{t('push.colour.label')}</h3>
        <p className="text-[13px] text-muted">{t(colour === null ? 'push.colour.none' : 'push.colour.text')}</p>
        <PushErrors problems={problems} />
        <ColourInput onColour={onColour} />
        <div className="mt-2 flex flex-wrap gap-1">
          {colour === null ? null : (
            <Button
              className="-ml-2.5"
              look="quiet"
              onClick={() => onColour(null)}
              size="small"
              testId="push-colour-remove"
            >
              {t('push.colour.remove')}
            </Button>
          )}
          {colour === current || current === null ? null : (
            <Button look="quiet" onClick={() => onColour(current)} size="small">
              {t('push.colour.restore')}
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}

function ColourInput({ onColour }: { onColour: (url: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  return (
    <form
      className="mt-2 flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const [url] = parseAddresses(typed).urls;
        if (url === undefined) return;
        onColour(url);
        setTyped('');
      }}
    >
      <TextField
        autoComplete="off"
        className="min-w-48 flex-1"
        inputMode="url"
        label={t('push.colour.address')}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="https://…"
        spellCheck={false}
        testId="push-colour-url"
        value={typed}
      />
      <Button testId="push-colour-submit" type="submit">
        {t('push.colour.replace')}
      </Button>
    </form>
  );
}
