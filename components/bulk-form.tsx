import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreId } from '../lib/core/ids';
import type { Store, StoreSize } from '../lib/core/store';
import { ArticlesField } from './articles-field';
import type { BulkChoice, BulkRequest } from './bulk-request';
import { BulkSelects } from './bulk-selects';
import { Button } from './button';
import { DestinationNote } from './destination-note';
import { Message } from './message';
import { SwitchField } from './switch-field';
import type { ReadFile } from './use-article-file';
import { useBulkForm } from './use-bulk-form';
import { WholeStore } from './whole-store';

export type BulkFormProps = {
  stores: [Store, ...Store[]];
  /** What was chosen and typed when the popup was last open. */
  initial: BulkChoice;
  hasCloud: boolean;
  /** Told of every change, so that it can be kept. */
  onChange: (changes: Partial<BulkChoice>) => void;
  onStart: (request: BulkRequest) => Promise<unknown>;
  readFile: ReadFile;
  countProducts: (store: StoreId) => Promise<StoreSize>;
  /** What is known of the vendor codes of a store. */
  codes: (store: StoreId) => ReactNode;
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
      {choice.wholeStore ? <WholeStore countProducts={props.countProducts} store={store.id} /> : null}
      {choice.field === 'vendor_code' && !choice.wholeStore ? props.codes(store.id) : null}
      {/* Kept while it is not needed: what was typed is not lost by a look at the other way. */}
      <div hidden={choice.wholeStore}>
        <ArticlesField
          field={choice.field}
          initialText={form.initialText}
          invalid={form.refused}
          key={form.round}
          onField={(field) => change({ field })}
          onText={(text) => change({ text })}
          readFile={props.readFile}
        />
      </div>
      {choice.destination === 'cloud' ? (
        <SwitchField
          checked={choice.fromScratch ?? false}
          label={t('popup.fromScratch')}
          onChange={(fromScratch) => change({ fromScratch })}
          testId="from-scratch"
        />
      ) : null}
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
