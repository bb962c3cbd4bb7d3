import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from './brand';

type Here = 'jobs' | 'push' | 'options';

const places: { id: Here; href: string; text: 'nav.jobs' | 'nav.push' | 'nav.settings' }[] = [
  { id: 'jobs', href: '/jobs.html', text: 'nav.jobs' },
  { id: 'push', href: '/push.html', text: 'nav.push' },
  { id: 'options', href: '/options.html', text: 'nav.settings' },
];

/** The frame of a page that lives in a tab: name, way to the other pages, content of readable width. */
export function Page({ here, children }: { here: Here; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Tooltip.Provider>
      <title>{`${t(`${here}.title`)} · ${t('app.name')}`}</title>
      <header className="border-line border-b bg-surface">
        <div className="mx-auto flex max-w-4xl flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-2.5 sm:px-6">
          <Brand compact />
          <nav aria-label={t('nav.label')} className="flex gap-1">
            {places.map(({ id, href, text }) => (
              <a
                aria-current={id === here ? 'page' : undefined}
                className="inline-flex min-h-8 items-center rounded-lg px-3 font-medium text-muted hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent"
                href={href}
                key={id}
              >
                {t(text)}
              </a>
            ))}
          </nav>
        </div>
      </header>
      <main className="mx-auto max-w-4xl px-4 py-8 sm:px-6">{children}</main>
    </Tooltip.Provider>
  );
}
