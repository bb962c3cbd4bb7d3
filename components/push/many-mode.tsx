import { useTranslation } from 'react-i18next';
import type { PushMode } from '../../lib/core/push-draft';
import { SelectField } from '../select-field';

type Props = { mode: PushMode; onMode: (mode: PushMode) => void };

const modes: PushMode[] = ['replace', 'append'];

/** How the new pictures of a whole list meet those on the cards. */
export function PushManyMode({ mode, onMode }: Props) {
  const { t } = useTranslation();
  return (
    <SelectField
      className="mb-4 w-72 max-w-full"
      label={t('push.many.mode')}
      onChange={onMode}
      options={modes.map((value) => ({ value, label: t(`push.mode.${value}`) }))}
      testId="push-many-mode"
      value={mode}
    />
  );
}
