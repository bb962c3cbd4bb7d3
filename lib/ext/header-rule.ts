import { browser } from '#imports';

const ruleId = 1;
const apiHost = 'api-seller.ozon.ru';
const refusedHeaders = [
  'origin',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'sec-fetch-storage-access',
  'sec-fetch-user',
];

/**
 * Ozon documents calls from browsers as refused and knows them by these headers. The rule takes them from our own
 * calls to the Seller API and from nothing else; it lives as long as the browser session (product.md A5).
 */
export async function installHeaderRule(): Promise<void> {
  await browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [ruleId],
    addRules: [
      {
        id: ruleId,
        condition: {
          initiatorDomains: [new URL(browser.runtime.getURL('/')).hostname],
          requestDomains: [apiHost],
          resourceTypes: ['xmlhttprequest', 'other'],
        },
        action: {
          type: 'modifyHeaders',
          requestHeaders: refusedHeaders.map((header) => ({ header, operation: 'remove' })),
        },
      },
    ],
  });
}
