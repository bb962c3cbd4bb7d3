import { Miniflare } from 'miniflare';
import { z } from 'zod';
import { storageHost } from '../hosts';
import { type Bucket, bucketName, credentials } from './bucket';
import { inspectorWorker } from './inspector-worker';
import { createUpstream } from './upstream';

const storedObjects = z.array(
  z.object({ key: z.string(), size: z.number(), contentType: z.string(), sha256: z.string() }),
);

const publicPath = `/cdn-cgi/local/r2/public/${bucketName}`;

const startMiniflare = () =>
  new Miniflare({
    modules: true,
    script: inspectorWorker,
    compatibilityDate: '2026-07-01',
    host: '127.0.0.1',
    port: 0,
    cf: false,
    routes: [`${storageHost}/*`],
    r2Buckets: { IMAGES: { id: bucketName, s3Credentials: credentials } },
  });

/** Miniflare's local R2 with one empty bucket: R2's own refusals, signatures judged by somebody else's code. */
export async function openMiniflareBucket(): Promise<Bucket> {
  const miniflare = startMiniflare();
  const { port } = await miniflare.ready;
  const upstream = createUpstream(Number(port));
  const inspector = `https://${storageHost}/`;
  return {
    answerS3: (request) => upstream.pass(request, request.target),
    answerPublic: (request) => {
      const { 'accept-encoding': _, ...headers } = request.headers;
      return upstream.pass({ ...request, headers, host: storageHost }, `${publicPath}${request.path}`);
    },
    objects: async () => storedObjects.parse(await (await miniflare.dispatchFetch(inspector)).json()),
    clear: async () => {
      await (await miniflare.dispatchFetch(inspector, { method: 'DELETE' })).text();
    },
    stop: async () => {
      upstream.stop();
      await miniflare.dispose();
    },
  };
}
