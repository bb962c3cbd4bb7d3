import { Tooltip } from '@base-ui/react/tooltip';
import { Icon, type IconName } from './icons';

type Props = {
  icon: IconName;
  label: string;
  testId?: string;
  onClick: () => void;
  disabled?: boolean;
  /** Cannot be used right now but keeps the keyboard focus, as a button at the end of its way does. */
  inactive?: boolean;
  filled?: boolean;
  pressed?: boolean;
  tone?: 'plain' | 'danger';
};

const tones = {
  plain: 'text-muted hover:bg-sunken hover:text-ink',
  danger: 'text-muted hover:bg-bad-soft hover:text-bad',
} as const;

/** A button that is only a drawing; its name is read aloud and shown on hover and focus. */
export function IconButton({
  icon,
  label,
  testId,
  onClick,
  disabled,
  inactive = false,
  filled = false,
  pressed,
  tone = 'plain',
}: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        aria-disabled={inactive || undefined}
        aria-label={label}
        aria-pressed={pressed}
        className={`inline-flex size-8 items-center justify-center rounded-lg transition-colors aria-disabled:cursor-default aria-disabled:opacity-40 aria-pressed:text-accent disabled:pointer-events-none disabled:opacity-50 ${tones[tone]}`}
        data-testid={testId}
        delay={300}
        disabled={disabled}
        onClick={() => inactive || onClick()}
      >
        <Icon filled={filled} name={icon} />
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner className="z-20" sideOffset={6}>
          <Tooltip.Popup className="max-w-60 rounded-md bg-ink px-2 py-1 text-canvas text-xs shadow-lg">
            {label}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
