import { addressProblem } from '../../lib/core/picture-address';
import type { FetchedPicture } from '../../lib/pipeline/fetch-picture';
import type { GenerateImageAnswer, GenerateImageRequest } from '../../lib/storage/outputs-api';
import { RequestError } from '../errors';
import type { TakeQuota } from '../quota';
import type { ImageProvider } from './image-provider';
import type { Outputs } from './outputs';
import { sourceError } from './source-errors';

type Deps = {
  /** Gets a picture from an address somebody gave. */
  pictureAt: (url: string) => Promise<FetchedPicture>;
  /** Stores one in a job's folder of a user; gives its public address. */
  store: (userId: string, jobId: string, picture: FetchedPicture) => Promise<string>;
  provider?: ImageProvider | undefined;
  /** Without a database nothing is kept of what was made. */
  outputs?: Outputs | undefined;
  take: TakeQuota;
  now: () => number;
};

/** A signature in an address lets anyone in who reads the list. */
const withoutSecrets = (url: string) =>
  addressProblem(url) === 'picture.signed_url' ? `${new URL(url).origin}${new URL(url).pathname}` : url;

/**
 * G8: makes a picture by a prompt, of another picture by a prompt, or takes over the one at an address: without a prompt,
 * and where no provider is set. Errors: RequestError.
 */
export function createPictureMaker({ pictureAt, store, provider, outputs, take, now }: Deps) {
  async function pictureFor(prompt: string | undefined, imageUrl: string | undefined) {
    const source =
      imageUrl === undefined
        ? undefined
        : await pictureAt(imageUrl).catch((thrown: unknown) => {
            throw sourceError(thrown);
          });
    if (provider && prompt) return { picture: await provider.make(prompt, source), generated: true };
    if (source) return { picture: source, generated: false };
    throw new RequestError(404, 'ai.missing', 'This companion has no image provider; it only stores an imageUrl.');
  }

  return async (userId: string, asked: GenerateImageRequest): Promise<GenerateImageAnswer> => {
    const { prompt, imageUrl, job_id: jobId = crypto.randomUUID() } = asked;
    // Before anything is paid for; the bytes are known later only.
    if (provider || imageUrl !== undefined) await take(userId, { signatures: 1, objects: 1, bytes: 0 });
    const { picture, generated } = await pictureFor(prompt, imageUrl);
    await take(userId, { signatures: 0, objects: 0, bytes: picture.bytes.byteLength });
    const url = await store(userId, jobId, picture);
    await outputs?.add({
      userId,
      jobId,
      prompt: prompt || null,
      source: imageUrl === undefined ? null : withoutSecrets(imageUrl),
      url,
      generated,
      createdAt: Math.floor(now() / 1000),
    });
    return { imageUrl: url, job_id: jobId, generated };
  };
}

export type MakePicture = ReturnType<typeof createPictureMaker>;
