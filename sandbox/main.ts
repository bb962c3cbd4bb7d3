import { startSandbox } from './start-sandbox';
import { backupStore, demoStore } from './stores/demo-store';

const sandbox = await startSandbox({ stores: [demoStore(), backupStore()] });

const stores = sandbox.stores.map(
  ({ name, clientId, apiKey, products }) =>
    `  ${name}: Client-Id ${clientId}, Api-Key ${apiKey}, ${products.length} products`,
);
const servers = Object.entries(sandbox.ports).map(([host, port]) => `  https://${host} -> 127.0.0.1:${port}`);
const settings = Object.entries(sandbox.storage.environment).map(([name, value]) => `  ${name}=${value}`);

console.log(`Sandbox is running. Stores (invented, the keys open nothing real):
${stores.join('\n')}
Servers:
${servers.join('\n')}
Settings for the companion:
${settings.join('\n')}
Start Chromium with a profile of its own and:
  --ignore-certificate-errors "--host-resolver-rules=${sandbox.resolverRules}" https://seller.ozon.ru/app/products
Other variants of the portal's pages: sandbox/portal/README.md. Pictures to push: sandbox/pictures/README.md.
Ctrl+C stops everything.`);

const end = () => {
  void sandbox.stop().then(() => process.exit(0));
};
process.once('SIGINT', end);
process.once('SIGTERM', end);
