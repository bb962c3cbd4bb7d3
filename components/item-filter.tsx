import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useTranslation } from 'react-i18next';
import { useFormat } from './use-format';

export type Filter = 'all' | 'failed';

type Props = { value: Filter; counts: Record<Filter, number>; onChange: (value: Filter) => void };

/** All articles of a job, or only those that failed. */
export function ItemFilter({ value, counts, onChange }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const filters: Filter[] = ['all', 'failed'];
  return (
    <ToggleGroup aria-label={t('items.filter')} className="flex rounded-lg bg-sunken p-0.5" value={[value]}>
      {filters.map((filter) => (
        <Toggle
          className="min-h-8 rounded-md px-3 font-medium text-[13px] text-muted tabular-nums hover:text-ink data-pressed:bg-surface data-pressed:text-ink data-pressed:shadow-sm"
          key={filter}
          onPressedChange={() => onChange(filter)}
          value={filter}
        >
          {t(`items.${filter}`)} {number(counts[filter])}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
