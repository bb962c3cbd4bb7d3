import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ErrorShape, errorShapeOf } from '../lib/core/app-error';
import type { StoreId } from '../lib/core/ids';
import type { StoreSize } from '../lib/core/store';
import { Note } from './note';
import { useErrorText } from './use-format';

type Found = { store: StoreId; size?: StoreSize; error?: ErrorShape };

type Props = { store: StoreId; countProducts: (store: StoreId) => Promise<StoreSize> };

/** What a download of the whole store will take. */
export function WholeStore({ store, countProducts }: Props) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [found, setFound] = useState<Found>();

  useEffect(() => {
    let current = true;
    countProducts(store).then(
      (size) => current && setFound({ store, size }),
      (thrown: unknown) => current && setFound({ store, error: errorShapeOf(thrown) }),
    );
    return () => {
      current = false;
    };
  }, [store, countProducts]);

  const { size, error } = found?.store === store ? found : {};
  const count = size && size.active + size.archived;
  return (
    <Note icon="store" tone={error ? 'warn' : 'plain'}>
      <p>{t('popup.wholeStoreText')}</p>
      <p className="font-medium tabular-nums" data-count={count} data-testid="whole-store-size" role="status">
        {size ? t('popup.wholeStoreSize', { count, archived: size.archived }) : null}
        {error ? errorText(error).text : null}
        {found?.store === store ? null : t('popup.wholeStoreCounting')}
      </p>
    </Note>
  );
}
