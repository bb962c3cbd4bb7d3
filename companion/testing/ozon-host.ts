import { createServer } from 'node:http';

/** A Seller API of a shop without products, by plain http on a free port: for examples and settings, not for judging. */
export async function startOzonHost() {
  const answer = JSON.stringify({ items: [], result: { items: [] }, roles: [], company: {} });
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    environment: { OZON_API_URL: `http://127.0.0.1:${port}` },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
