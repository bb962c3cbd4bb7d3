import { setTimeout as pause } from 'node:timers/promises';
import { pictureHost } from '../hosts';
import type { Answer } from '../tls/answer';
import { type Ground, openHostServer } from '../tls/host-server';
import type { SandboxRequest } from '../tls/request';
import { createPictureFiles } from './picture-files';

const html = (status: number, type: string, title: string): Answer => ({
  status,
  headers: { 'content-type': type },
  body: `<!doctype html><title>${title}</title><h1>${title}</h1>`,
});

const moved = (location: string): Answer => ({ status: 302, headers: { location } });

/** Addresses that give no picture of their own. */
const troubles = new Map<string, Answer>([
  ['missing.jpg', html(404, 'text/html', 'Not found')],
  ['page.jpg', html(200, 'image/jpeg', 'Photo of a mug')],
  ['moved.jpg', moved(`https://${pictureHost}/good.jpg`)],
  ['private.jpg', moved('https://127.0.0.1/good.jpg')],
  ['login.jpg', html(401, 'text/html', 'Sign in')],
  ['forbidden.jpg', html(403, 'text/html', 'Forbidden')],
  ['broken.jpg', html(500, 'text/html', 'Internal error')],
]);

const slowMs = 4000;

const typeOf = (name: string) => (name.endsWith('.png') ? 'image/png' : 'image/jpeg');

/**
 * A host of pictures as sellers link to them. `/name` is closed to other sites' scripts, `/open/name` sends
 * `Access-Control-Allow-Origin: *`. Names are in README.md of this folder; the type follows the name, not the bytes.
 */
export function openPictureServer(ground: Ground) {
  const files = createPictureFiles();

  const answerName = async (name: string): Promise<Answer> => {
    const trouble = troubles.get(name);
    if (trouble) return trouble;
    if (name === 'slow.jpg') await pause(slowMs, undefined, { ref: false });
    const body = await files.bytesOf(name);
    return body
      ? { status: 200, headers: { 'content-type': typeOf(name) }, body }
      : html(404, 'text/html', 'Not found');
  };

  const handle = async ({ method, path }: SandboxRequest): Promise<Answer> => {
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: { allow: 'GET, HEAD' } };
    const [, open, name = ''] = /^\/(open\/)?([^/]*)$/.exec(path) ?? [];
    const answer = await answerName(name);
    return open === undefined
      ? answer
      : { ...answer, headers: { ...answer.headers, 'access-control-allow-origin': '*' } };
  };

  return openHostServer(ground, { handle, describe: () => ({}) });
}
