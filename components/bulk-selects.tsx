import { useTranslation } from 'react-i18next';
import { listField } from '../lib/core/article';
import { downloadDestination } from '../lib/core/job';
import type { Store } from '../lib/core/store';
import type { BulkChoice } from './bulk-request';
import { SelectField } from './select-field';
import { SwitchField } from './switch-field';

type Props = { stores: Store[]; store: Store; choice: BulkChoice; onChange: (changes: Partial<BulkChoice>) => void };

/** Which store, what kind of article, and where to. */
export function BulkSelects({ stores, store, choice, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <SelectField
        label={t('popup.store')}
        onChange={(storeId) => onChange({ storeId })}
        options={stores.map(({ id, name }) => ({ value: id, label: name }))}
        testId="store-select"
        value={store.id}
      />
      <SwitchField
        checked={choice.wholeStore ?? false}
        label={t('popup.wholeStore')}
        onChange={(wholeStore) => onChange({ wholeStore })}
        testId="whole-store"
      />
      <div className="grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] gap-3">
        <SelectField
          disabled={choice.wholeStore}
          label={t('popup.field')}
          onChange={(field) => onChange({ field })}
          options={listField.options.map((value) => ({ value, label: t(`popup.fields.${value}`) }))}
          testId="field-select"
          value={choice.field}
        />
        <SelectField
          label={t('popup.destination')}
          onChange={(value) => onChange({ destination: value })}
          options={downloadDestination.options.map((value) => ({ value, label: t(`popup.destinations.${value}`) }))}
          testId="destination-select"
          value={choice.destination}
        />
      </div>
    </>
  );
}
