import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PushProblem } from '../../lib/core/push';
import { parseAddresses } from '../../lib/core/push-list';
import { Button } from '../button';
import { Icon } from '../icons';
import { controlClass } from '../text-field';
import { PushErrors } from './errors';

type Props = { typed: string; onTyped: (text: string) => void; onAdd: (urls: string[]) => void };

/** Takes addresses, one or many. 360° pictures stay in the field with the reason they are not taken. */
export function PushAdd({ typed, onTyped, onAdd }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [refused, setRefused] = useState<string[]>([]);

  function submit() {
    const { urls, images360 } = parseAddresses(typed);
    if (urls.length > 0) onAdd(urls);
    setRefused(images360);
    onTyped(images360.map((url) => `images360: ${url}`).join('\n'));
  }

  return (
    <form
      className="mt-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label className="mb-1 block font-medium text-[13px]" htmlFor={id}>
        {t('push.add.label')}
      </label>
      <div className="flex flex-wrap items-start gap-2 sm:flex-nowrap">
        <AddressInput id={id} invalid={refused.length > 0} onEnter={submit} onTyped={onTyped} typed={typed} />
        <Button className="shrink-0 max-sm:w-full" testId="push-add-url-submit" type="submit">
          <Icon className="size-4" name="plus" />
          {t('push.add.submit')}
        </Button>
      </div>
      <div className="mt-1" id={`${id}-notes`}>
        <PushErrors problems={refused.map(refusal)} />
        <p className="text-muted text-xs">{t('push.add.hint')}</p>
      </div>
    </form>
  );
}

type InputProps = Pick<Props, 'typed' | 'onTyped'> & { id: string; invalid: boolean; onEnter: () => void };

/** Grows with what is pasted; Enter adds, Shift and Enter begins a new line. */
function AddressInput({ id, invalid, typed, onTyped, onEnter }: InputProps) {
  return (
    <textarea
      aria-describedby={`${id}-notes`}
      aria-invalid={invalid || undefined}
      autoCapitalize="off"
      autoComplete="off"
      className={`${controlClass} field-sizing-content max-h-48 min-w-0 resize-none text-[13px]`}
      data-testid="push-add-url"
      id={id}
      onChange={(event) => onTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onEnter();
      }}
      placeholder="https://…"
      rows={1}
      spellCheck={false}
      value={typed}
    />
  );
}

const refusal = (url: string, index: number): PushProblem => ({
  field: 'images360',
  index,
  url,
  reason: { code: 'push.images360_gone', params: {} },
  level: 'block',
});
