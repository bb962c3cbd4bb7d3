import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maxLengthOf, parseArticles } from '../lib/core/article';
import type { BulkFormProps } from './bulk-form';
import type { BulkChoice } from './bulk-request';
import { useAction } from './use-action';

const isUsable = (articles: string[], maxLength: number) =>
  articles.length > 0 && articles.every(({ length }) => length <= maxLength);

/** The state of the bulk form: what is chosen, whether it may start, and what came of it. */
export function useBulkForm({ stores, initial, hasCloud, onChange, onStart }: BulkFormProps) {
  const { t } = useTranslation();
  const { status, setStatus, run, busy } = useAction();
  const [choice, setChoice] = useState(initial);
  const [round, setRound] = useState(0);
  const store = stores.find(({ id }) => id === choice.storeId) ?? stores[0];

  function change(changes: Partial<BulkChoice>) {
    setChoice((before) => ({ ...before, ...changes }));
    onChange(changes);
    if (status.state === 'error') setStatus({ state: 'idle' });
  }

  async function start() {
    const { field, destination, fromScratch, wholeStore } = choice;
    const { articles } = parseArticles(wholeStore ? '' : choice.text);
    if (!wholeStore && !isUsable(articles, maxLengthOf(field)))
      return setStatus({ state: 'error', error: { code: 'input.articles', params: {} } });
    if (choice.destination === 'cloud' && !hasCloud)
      return setStatus({ state: 'error', error: { code: 'companion.missing', params: {} } });
    const anew = fromScratch && destination === 'cloud' ? { fromScratch } : {};
    await run(t('popup.starting'), async () => {
      const request = { storeId: store.id, destination, articles, ...anew };
      if (wholeStore) {
        await onStart({ ...request, field: 'offer_id', wholeStore });
        change({ wholeStore: false, fromScratch: false });
        return { state: 'ok', text: t('popup.wholeStoreStarted', { store: store.name }) };
      }
      await onStart({ ...request, field });
      change({ text: '', fromScratch: false });
      setRound(round + 1);
      return { state: 'ok', text: t('popup.started', { count: articles.length }) };
    });
  }

  const refused = status.state === 'error' && status.error.code === 'input.articles';
  // Not what is being typed: a changing start value would make React write the whole list again at every key.
  const initialText = round === 0 ? initial.text : '';
  return { choice, store, change, start, round, initialText, status, busy, refused };
}
