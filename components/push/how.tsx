import { useTranslation } from 'react-i18next';
import { pictureLimit } from '../../lib/core/push';
import type { DraftEdit, PushMode } from '../../lib/core/push-draft';
import { SelectField } from '../select-field';
import { SwitchField } from '../switch-field';
import type { PushView } from './view';

type Props = { view: PushView; onEdit: (edit: DraftEdit) => void };

const modes: PushMode[] = ['replace', 'append'];

/** Title of the new set with its count, and how it is made. */
export function PushHow({ view: { draft, next }, onEdit }: Props) {
  const { t } = useTranslation();
  const limit = draft.allowMore ? pictureLimit.most : pictureLimit.usual;
  const count = next.pictures.length;
  return (
    <>
      <h2 className="flex flex-wrap items-baseline gap-x-2 font-semibold text-lg leading-snug">
        {t('push.next')}
        <span
          className={`font-normal text-[13px] tabular-nums ${count > limit ? 'text-bad' : 'text-muted'}`}
          data-count={count}
          data-testid="push-count"
        >
          {t('push.count', { count, limit })}
        </span>
      </h2>
      <div className="mt-2 flex flex-wrap items-end gap-x-6 gap-y-2">
        <SelectField
          className="w-72 max-w-full"
          label={t('push.mode.label')}
          onChange={(mode) => onEdit({ type: 'mode', mode })}
          options={modes.map((value) => ({ value, label: t(`push.mode.${value}`) }))}
          testId="push-mode"
          value={draft.mode}
        />
        <SwitchField
          checked={draft.allowMore}
          label={t('push.allowMore', { usual: pictureLimit.usual, most: pictureLimit.most })}
          onChange={(allowed) => onEdit({ type: 'allowMore', allowed })}
          testId="push-allow-more"
        />
      </div>
    </>
  );
}
