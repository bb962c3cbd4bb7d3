import { useTranslation } from 'react-i18next';
import { Button } from './button';
import { Icon } from './icons';

type Props = { page: number; size: number; total: number; onPage: (page: number) => void };

/** Steps through a long list; nothing when everything fits on one page. `page` counts from 0. */
export function Pager({ page, size, total, onPage }: Props) {
  const { t } = useTranslation();
  if (total <= size) return null;
  const from = page * size + 1;
  const to = Math.min(total, from + size - 1);
  return (
    <nav aria-label={t('pager.label')} className="flex flex-wrap items-center justify-between gap-2 py-2">
      <span className="text-muted text-sm tabular-nums">{t('pager.position', { from, to, total })}</span>
      <span className="flex gap-2">
        <Button disabled={page === 0} onClick={() => onPage(page - 1)} size="small">
          <Icon className="size-4" name="back" />
          {t('pager.previous')}
        </Button>
        <Button disabled={to >= total} onClick={() => onPage(page + 1)} size="small">
          {t('pager.next')}
          <Icon className="size-4" name="forward" />
        </Button>
      </span>
    </nav>
  );
}
