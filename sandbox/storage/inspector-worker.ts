/**
 * Script of the Worker bound to the bucket, the only way in that is not the S3 endpoint under test.
 * GET lists every object with a hash of its bytes, DELETE removes them all.
 */
export const inspectorWorker = `
const hashes = new Map();

async function hashOf(bucket, { key, version }) {
  if (!hashes.has(version)) {
    const stored = await bucket.get(key);
    const digest = await crypto.subtle.digest('SHA-256', await stored.arrayBuffer());
    hashes.set(version, [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
  }
  return hashes.get(version);
}

async function list(bucket) {
  const found = [];
  for (let cursor; ; ) {
    const page = await bucket.list({ include: ['httpMetadata'], cursor });
    found.push(...page.objects);
    if (!page.truncated) return found;
    cursor = page.cursor;
  }
}

export default {
  async fetch(request, { IMAGES }) {
    const found = await list(IMAGES);
    if (request.method === 'DELETE') {
      for (let at = 0; at < found.length; at += 1000) {
        await IMAGES.delete(found.slice(at, at + 1000).map(({ key }) => key));
      }
      return Response.json([]);
    }
    const objects = [];
    for (const object of found) {
      const contentType = object.httpMetadata?.contentType ?? '';
      objects.push({ key: object.key, size: object.size, contentType, sha256: await hashOf(IMAGES, object) });
    }
    return Response.json(objects);
  },
};
`;
