import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useTranslation } from 'react-i18next';
import type { PushChoice } from './choice';

type Kind = PushChoice['kind'];
type Props = { value: Kind; onChange: (kind: Kind) => void };

const kinds: Kind[] = ['one', 'many', 'files'];

/** One product, several from a list, or several from files. */
export function PushKind({ value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <ToggleGroup
      aria-label={t('push.start.kind')}
      className="flex flex-wrap gap-0.5 self-start rounded-lg bg-sunken p-0.5"
      value={[value]}
    >
      {kinds.map((kind) => (
        <Toggle
          className="min-h-8 rounded-md px-3 font-medium text-[13px] text-muted hover:text-ink data-pressed:bg-surface data-pressed:text-ink data-pressed:shadow-sm"
          data-testid={`push-kind-${kind}`}
          key={kind}
          onPressedChange={() => onChange(kind)}
          value={kind}
        >
          {t(`push.start.${kind}`)}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
