import { describe, expect, it } from 'vitest';
import { AppError } from '../../lib/core/app-error';
import { pictureOf } from '../../lib/pipeline/fetch-picture';
import { jpegOf } from '../../lib/pipeline/testing/pictures';
import type { UploadPlan } from '../upload-plan';
import { createPictureStore } from './store-picture';

const now = 1_795_000_000_123;

/** A storage in which the first `there` keys are taken, as this code says. */
async function store(there: number, code: AppError) {
  const plans: UploadPlan[] = [];
  const put = createPictureStore({
    presign: async (plan) => {
      plans.push(plan);
      const public_url = `https://img.example.com/${plan.key}`;
      return { upload_url: 'https://s3.example.com/', public_url, headers: {}, expires_at: '' };
    },
    storage: { put: () => (plans.length > there ? Promise.resolve({ etag: null }) : Promise.reject(code)) },
    now: () => now,
  });
  const result = put('u1', 'j1', await pictureOf(jpegOf(900, 1200)));
  return { result, plans };
}

const taken = (name: string) => new AppError('storage.refused', { params: { status: 412, name } });
const at = (ms: number) => `users/u1/jobs/j1/image-${ms}.jpg`;

describe('a picture that is stored', () => {
  it.each(['PreconditionFailed', 'FileAlreadyExists'])('takes the next free millisecond after %s', async (name) => {
    const { result, plans } = await store(2, taken(name));
    expect(await result).toBe(`https://img.example.com/${at(now + 2)}`);
    expect(plans.map(({ key, writeOnce }) => [key, writeOnce])).toEqual(
      [0, 1, 2].map((more) => [at(now + more), true]),
    );
  });

  it.each([
    [taken('PreconditionFailed'), 502, 5],
    [new AppError('storage.denied'), 502, 1],
    [new AppError('storage.timeout'), 504, 1],
  ])('is given up on %s', async (error, status, tries) => {
    const { result, plans } = await store(99, error);
    await expect(result).rejects.toMatchObject({ status, code: error.code });
    expect(plans).toHaveLength(tries);
  });
});
