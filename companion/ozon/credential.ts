import type { Credential } from '../../lib/ozon/credential';
import type { WireCredential } from '../../lib/storage/ozon-api';

/** The one credential of a call, for handlers that ask by store. */
export const credentialOf = ({ client_id, api_key }: WireCredential) => {
  const credential: Credential = { clientId: String(client_id), apiKey: api_key };
  return async (): Promise<Credential> => credential;
};
