import { Switch } from '@base-ui/react/switch';
import { useId } from 'react';

type Props = {
  label: string;
  testId: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  className?: string;
};

/** A switch with its label beside it. */
export function SwitchField({ label, testId, checked, onChange, className = '' }: Props) {
  const id = useId();
  return (
    <div className={`flex min-h-9 items-center gap-3 ${className}`}>
      <Switch.Root
        checked={checked}
        className="flex h-6 w-10 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors data-checked:bg-accent"
        data-testid={testId}
        id={id}
        onCheckedChange={(next) => onChange(next)}
      >
        <Switch.Thumb className="size-5 rounded-full bg-surface transition-transform data-checked:translate-x-4" />
      </Switch.Root>
      <label className="font-medium text-[13px]" htmlFor={id}>
        {label}
      </label>
    </div>
  );
}
