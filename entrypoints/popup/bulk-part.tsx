import { BulkForm } from '../../components/bulk-form';
import { Loading } from '../../components/loading';
import type { StoreId } from '../../lib/core/ids';
import type { Store } from '../../lib/core/store';
import { readFile } from '../../lib/ext/hooks/read-file';
import { usePopupDraft } from '../../lib/ext/hooks/use-popup-draft';
import { useStored } from '../../lib/ext/hooks/use-stored';
import { askForHosts } from '../../lib/ext/permissions';
import { sendMessage } from '../../lib/ext/send-message';
import { connectionItem, settingsItem } from '../../lib/ext/storage-items';
import { CodesPart } from './codes-part';

const countProducts = (id: StoreId) => sendMessage('stores.size', { id });

type Props = { stores: [Store, ...Store[]]; onOptions: () => void };

/** The form, filled with what was left in it; drawn only once everything it starts from is known. */
export function BulkPart({ stores, onOptions }: Props) {
  const kept = usePopupDraft();
  const connection = useStored(connectionItem);
  const settings = useStored(settingsItem);
  if (!kept || connection === undefined || !settings) return <Loading />;
  const { draft, change, round } = kept;
  const initial = {
    storeId: draft.storeId ?? settings.defaultStoreId,
    field: draft.field ?? 'offer_id',
    destination: draft.destination ?? (connection ? 'cloud' : 'disk'),
    text: draft.text,
  } as const;
  return (
    <BulkForm
      codes={(store) => <CodesPart store={store} />}
      countProducts={countProducts}
      hasCloud={connection !== null}
      initial={initial}
      key={round}
      onChange={change}
      onOptions={onOptions}
      onStart={async (request) => {
        const store = stores.find(({ id }) => id === request.storeId);
        await askForHosts({ ozonApi: !store?.throughCompanion });
        return sendMessage('jobs.create', request);
      }}
      readFile={readFile}
      stores={stores}
    />
  );
}
