import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreId } from '../lib/core/ids';
import type { Store } from '../lib/core/store';
import { Note } from './note';
import { Section } from './section';
import type { StoreCommands } from './store-commands';
import { StoreForm } from './store-form';
import { StoreRow } from './store-row';

type Props = { stores: Store[]; defaultStoreId: StoreId | null; commands: StoreCommands; hasCompanion: boolean };

/** The stores there are, and the form that adds or changes one. */
export function StoresSection({ stores, defaultStoreId, commands, hasCompanion }: Props) {
  const { t } = useTranslation();
  const [editingId, setEditingId] = useState<StoreId>();
  const editing = stores.find(({ id }) => id === editingId);
  return (
    <Section text={t('stores.text')} title={t('stores.title')}>
      {stores.length > 0 ? (
        <ul className="mb-4 divide-y divide-line rounded-xl border border-line bg-surface">
          {stores.map((store) => (
            <StoreRow
              commands={commands}
              isDefault={store.id === defaultStoreId}
              key={store.id}
              onEdit={() => setEditingId(store.id)}
              store={store}
            />
          ))}
        </ul>
      ) : null}
      <StoreForm
        commands={commands}
        editing={editing}
        hasCompanion={hasCompanion}
        key={editing?.id ?? 'new'}
        onClose={() => setEditingId(undefined)}
      />
      <div className="mt-3">
        <Note icon="shield">{t('stores.vault')}</Note>
      </div>
    </Section>
  );
}
