import { VendorCodesNote } from '../../components/vendor-codes-note';
import type { StoreId } from '../../lib/core/ids';
import { useVendorCodes } from '../../lib/ext/hooks/use-vendor-codes';
import { sendMessage } from '../../lib/ext/send-message';

/** The vendor codes of the chosen store. */
export function CodesPart({ store }: { store: StoreId }) {
  const index = useVendorCodes(store);
  if (index === undefined) return null;
  return <VendorCodesNote index={index} key={store} onRead={() => sendMessage('codes.read', { id: store })} />;
}
