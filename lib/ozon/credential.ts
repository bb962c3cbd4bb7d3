/** What a Seller API call is signed with. Lives in memory only, never in a row or a message. */
export type Credential = {
  clientId: string;
  apiKey: string;
  /** Ozon is to be asked through the companion (product.md A6). */
  throughCompanion?: boolean | undefined;
};
