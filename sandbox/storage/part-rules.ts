import type { Answer } from '../tls/answer';
import type { SandboxRequest } from '../tls/request';
import { s3Error } from './s3-error';

type Part = { etag: string; size: number };
type Upload = Map<number, Part>;
type Pass = () => Promise<Answer>;

const numbersIn = (xml: string) =>
  [...xml.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, digits]) => Number(digits));
const inOrder = (upload: Upload) => [...upload].sort(([a], [b]) => a - b);

function listing(upload: Upload): Answer {
  const parts = inOrder(upload).map(
    ([number, { etag, size }]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag><Size>${size}</Size></Part>`,
  );
  const body = `<?xml version="1.0" encoding="UTF-8"?><ListPartsResult><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

/** R2 wants all parts but the last of one size, and the last not larger (object-storage.md §2). */
function areEqual(sizes: number[]): boolean {
  const [first = 0] = sizes;
  return sizes.every((size, index) => (index < sizes.length - 1 ? size === first : size <= first));
}

/**
 * What real R2 does about uploads in parts and Miniflare's does not: ListParts, from what was seen to pass, and 400 for
 * parts of unequal sizes. Signatures are judged by the bucket all the same: it is asked first.
 */
export function createPartRules() {
  const uploads = new Map<string, Upload>();

  async function create(pass: Pass): Promise<Answer> {
    const answer = await pass();
    const id = /<UploadId>([^<]+)<\/UploadId>/.exec(String(answer.body ?? ''))?.[1];
    if (answer.status === 200 && id) uploads.set(id, new Map());
    return answer;
  }

  async function put(id: string, { query, body }: SandboxRequest, pass: Pass): Promise<Answer> {
    const answer = await pass();
    const etag = answer.headers?.etag;
    if (answer.status === 200 && typeof etag === 'string')
      uploads.get(id)?.set(Number(query.get('partNumber')), { etag, size: body.length });
    return answer;
  }

  async function list(id: string, pass: Pass): Promise<Answer> {
    const answer = await pass();
    // Not implemented, so its signature was good.
    if (answer.status !== 501) return answer;
    const upload = uploads.get(id);
    return upload ? listing(upload) : s3Error('NoSuchUpload');
  }

  async function complete(id: string, { body }: SandboxRequest, pass: Pass): Promise<Answer> {
    const upload = uploads.get(id);
    const sizes = numbersIn(body.toString()).flatMap((number) => upload?.get(number)?.size ?? []);
    if (!areEqual(sizes)) return s3Error('InvalidPart');
    const answer = await pass();
    if (answer.status === 200) uploads.delete(id);
    return answer;
  }

  return {
    /** Answers a request that is about an upload in parts; `pass` asks the bucket. Undefined for all others. */
    answer(request: SandboxRequest, pass: Pass): Promise<Answer> | undefined {
      const { method, query } = request;
      if (method === 'POST' && query.has('uploads')) return create(pass);
      const id = query.get('uploadId');
      if (id === null) return undefined;
      if (method === 'PUT') return put(id, request, pass);
      if (method === 'GET') return list(id, pass);
      if (method === 'POST') return complete(id, request, pass);
      if (method === 'DELETE') uploads.delete(id);
      return pass();
    },
    /** Uploads begun and neither completed nor aborted. */
    open: () => [...uploads.keys()],
    forget: () => uploads.clear(),
  };
}
