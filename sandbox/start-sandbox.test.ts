import { connect, type TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { allHosts } from './hosts';
import { createLoopbackClient } from './loopback-client';
import { startSandbox } from './start-sandbox';
import { backupStore } from './stores/demo-store';
import { picturesOf } from './stores/store';

function negotiated(port: number, ca: string): Promise<string | false | null> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, servername: 'ir.ozone.ru', ca, ALPNProtocols: ['h2', 'http/1.1'] };
    const socket: TLSSocket = connect(options, () => {
      resolve(socket.alpnProtocol);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

test('every host is mapped and all other names are unknown', async () => {
  const sandbox = await startSandbox({ stores: [backupStore()] });
  const rules = sandbox.resolverRules.split(', ');
  for (const host of allHosts) expect(rules).toContain(`MAP ${host} 127.0.0.1:${sandbox.ports[host]}`);
  expect(rules.slice(-2)).toEqual(['MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1']);
  expect(await negotiated(sandbox.ports['ir.ozone.ru'] ?? 0, sandbox.certificate)).toBe('h2');
  await sandbox.stop();
});

test('h1 offers HTTP/1.1 only; the delay is kept', async () => {
  const store = backupStore();
  const sandbox = await startSandbox({ stores: [store], protocol: 'h1', delayMs: { cdn: 120 } });
  const port = sandbox.ports['ir.ozone.ru'] ?? 0;
  expect(await negotiated(port, sandbox.certificate)).not.toBe('h2');
  const client = createLoopbackClient(sandbox.ports);
  const [picture] = store.products.flatMap(picturesOf);
  const start = Date.now();
  await client.send(picture?.url ?? '', { protocol: 'h1' });
  expect(Date.now() - start).toBeGreaterThanOrEqual(120);
  await sandbox.stop();
});

test.each(['h1', 'h2'] as const)('stop ends a hanging request over %s and frees the ports', async (protocol) => {
  const store = backupStore();
  const sandbox = await startSandbox({ stores: [store] });
  const port = sandbox.ports['ir.ozone.ru'] ?? 0;
  const client = createLoopbackClient(sandbox.ports);
  const [picture] = store.products.flatMap(picturesOf);
  sandbox.cdn.faults.add({ match: 'https', kind: 'hang' });
  const ended = expect(client.send(picture?.url ?? '', { protocol })).rejects.toThrow(/hang up|reset|closed/i);
  await expect.poll(() => sandbox.cdn.requests.at(-1)?.fault).toBe('hang');
  await sandbox.stop();
  await ended;
  await expect(negotiated(port, sandbox.certificate)).rejects.toThrow('ECONNREFUSED');
});
