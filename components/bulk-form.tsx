import { useTranslation } from 'react-i18next';
import type { Store } from '../lib/core/store';
import { ArticlesField } from './articles-field';
import type { BulkChoice, BulkRequest } from './bulk-request';
import { BulkSelects } from './bulk-selects';
import { Button } from './button';
import { DestinationNote } from './destination-note';
import { Message } from './message';
import { useBulkForm } from './use-bulk-form';

export type BulkFormProps = {
  stores: [Store, ...Store[]];
  /** What was chosen and typed when the popup was last open. */
  initial: BulkChoice;
  hasCloud: boolean;
  /** Told of every change, so that it can be kept. */
  onChange: (changes: Partial<BulkChoice>) => void;
  onStart: (request: BulkRequest) => Promise<unknown>;
  onOptions: () => void;
};

/** Store, kind of article, list, destination, start. */
export function BulkForm(props: BulkFormProps) {
  const { t } = useTranslation();
  const { stores, hasCloud, onOptions } = props;
  const form = useBulkForm(props);
  const { choice, store, change } = form;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void form.start();
      }}
    >
      <BulkSelects choice={choice} onChange={change} store={store} stores={stores} />
      <DestinationNote destination={choice.destination} hasCloud={hasCloud} onOptions={onOptions} />
      <ArticlesField
        initialText={form.initialText}
        invalid={form.refused}
        key={form.round}
        onText={(text) => change({ text })}
      />
      <div>
        <Button
          className="w-full"
          disabled={form.busy}
          look="primary"
          size="large"
          testId="download-start"
          type="submit"
        >
          {form.busy ? t('popup.starting') : t('popup.start')}
        </Button>
        <Message status={form.status} testId="popup-message" />
      </div>
    </form>
  );
}
