import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { startCompanion } from '../companion/start';
import { createBareSigner, environment } from './bare-signer';

// A process of its own, so that its CPU time is that of one side and nobody else's. Tells the addresses of its servers,
// then the CPU time it has taken whenever it is asked, after a batch by the bare class if that is what it is asked for.
const bare = createBareSigner();
const companion = await startCompanion(environment, { port: 0 });
const echo = new Hono().post('/echo', async (context) => context.json(await context.req.json()));
// Like the companion; replaced global classes would serve both.
const served = { port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false };
const server = serve({ fetch: echo.fetch, ...served }, ({ port }) => {
  process.send?.({ companion: companion.url, echo: `http://127.0.0.1:${port}/echo` });
});
const tell = () => process.send?.(process.cpuUsage());
process.on('message', (message) => void (message === 'bare' ? bare().then(tell) : tell()));
process.on('disconnect', () => {
  server.close();
  void companion.stop();
});
