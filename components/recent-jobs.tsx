import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from './button';

/** The part of the popup below the form. */
export function RecentJobs({ empty, children }: { empty: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="mb-2 flex items-center justify-between gap-2">
        <h2 className="font-semibold text-[15px]" id={id}>
          {t('popup.recent')}
        </h2>
        {empty ? null : (
          <a
            className={`-mr-2.5 shrink-0 ${buttonClass({ look: 'quiet', size: 'small' })}`}
            href="/jobs.html"
            rel="noreferrer"
            target="_blank"
          >
            {t('popup.allJobs')}
          </a>
        )}
      </div>
      {empty ? <p className="text-[13px] text-muted">{t('popup.noJobs')}</p> : children}
    </section>
  );
}
