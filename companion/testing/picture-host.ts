import { createServer, type ServerResponse } from 'node:http';
import { jpegOf, webp } from '../../lib/pipeline/testing/pictures';

const picture = jpegOf(1200, 1600);
const jpeg = { 'content-type': 'image/jpeg' };

const pages: Record<string, (response: ServerResponse) => void> = {
  '/good.jpg': (response) => response.writeHead(200, { ...jpeg, 'content-length': picture.length }).end(picture),
  '/counted.jpg': (response) => {
    response.writeHead(200, jpeg).write(picture);
    response.end();
  },
  '/webp.jpg': (response) => response.writeHead(200, jpeg).end(webp),
  '/page.jpg': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Sign in'),
  '/login.jpg': (response) => response.writeHead(403).end(),
  '/moved.jpg': (response) => response.writeHead(302, { location: '/good.jpg' }).end(),
  '/inside.jpg': (response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  '/endless.jpg': (response) => {
    response.writeHead(200, jpeg).write(picture);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(256 * 1024))) {}
    };
    response.on('drain', more);
    more();
  },
};

/** A host of pictures at `host`, on a free port; `/to/` and an encoded address redirects there; `asked` are the paths it was asked for, with their headers. */
export async function startPictureHost(host = '127.0.0.1') {
  const asked: { path: string; headers: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, headers: request.headers });
    const page = pages[path];
    if (page) page(response);
    else if (path.startsWith('/to/')) response.writeHead(302, { location: decodeURIComponent(path.slice(4)) }).end();
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    asked,
    port,
    url: `http://${host}:${port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
