import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { parsePushRows } from '../../lib/core/push-list';
import { controlClass } from '../text-field';

type Props = { text: string; onText: (text: string) => void };

/** The pasted list of products with their addresses, and what was understood of it. */
export function PushRows({ text, onText }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const { rows, orphans } = parsePushRows(text);
  const addresses = rows.reduce((sum, { urls }) => sum + urls.length, 0);
  return (
    <div>
      <label className="mb-1 block font-medium text-[13px]" htmlFor={id}>
        {t('push.start.rows')}
      </label>
      <textarea
        aria-describedby={`${id}-notes`}
        autoCapitalize="off"
        autoComplete="off"
        className={`${controlClass} block h-40 resize-y overflow-auto whitespace-pre font-mono text-[13px] placeholder:whitespace-normal placeholder:font-sans`}
        data-testid="push-rows"
        id={id}
        onChange={(event) => onText(event.target.value)}
        placeholder={t('push.start.rowsPlaceholder')}
        spellCheck={false}
        value={text}
        wrap="off"
      />
      <div className="mt-1 text-muted text-xs" id={`${id}-notes`}>
        <p aria-live="polite" className="tabular-nums" data-count={rows.length} data-testid="push-rows-count">
          {t('push.start.rowsCount', { count: rows.length })} · {t('push.start.addressesCount', { count: addresses })}
        </p>
        {orphans.length > 0 ? <p className="text-bad">{t('push.start.orphans', { count: orphans.length })}</p> : null}
        <p>{t('push.start.rowsHint')}</p>
      </div>
    </div>
  );
}
