import { describe, expect, it } from 'vitest';
import { pictureOf } from '../../lib/pipeline/fetch-picture';
import { jpegOf } from '../../lib/pipeline/testing/pictures';
import { RequestError } from '../errors';
import type { Cost } from '../quota';
import { createPictureMaker } from './make-picture';
import type { Output } from './outputs';

const bytes = jpegOf(900, 1200);

function open(bytesLeft = 1e9) {
  const taken: Cost[] = [];
  const storedFor: string[] = [];
  const rows: Output[] = [];
  const make = createPictureMaker({
    pictureAt: () => pictureOf(bytes),
    store: async (userId) => {
      storedFor.push(userId);
      return 'https://img.example.com/1.jpg';
    },
    outputs: { add: async (row) => void rows.push(row), list: () => Promise.reject(new Error('not asked here')) },
    take: async (_, cost) => {
      if (cost.bytes > bytesLeft) throw new RequestError(429, 'companion.rate_limited', 'used up');
      taken.push(cost);
    },
    now: () => 1_795_000_000_500,
  });
  return { make, taken, storedFor, rows };
}

describe('a picture', () => {
  it('counts before it is fetched, and its bytes before they are stored', async () => {
    const { make, taken, storedFor } = open(bytes.length);
    await make('u1', { imageUrl: 'https://x.example.com/1.jpg' });
    expect(taken).toEqual([
      { signatures: 1, objects: 1, bytes: 0 },
      { signatures: 0, objects: 0, bytes: bytes.length },
    ]);
    expect(storedFor).toEqual(['u1']);
    const full = open(bytes.length - 1);
    await expect(full.make('u1', { imageUrl: 'https://x.example.com/1.jpg' })).rejects.toMatchObject({ status: 429 });
    expect([full.storedFor, full.rows]).toEqual([[], []]);
  });

  it.each([
    ['https://x.example.com/1.jpg?v=2', 'https://x.example.com/1.jpg?v=2'],
    ['https://x.example.com/1.jpg?se=2026&sig=secret', 'https://x.example.com/1.jpg'],
    ['https://user:secret@x.example.com/1.jpg', 'https://x.example.com/1.jpg'],
  ])('is recorded with its source, but no secret of it: %s', async (imageUrl, source) => {
    const { make, rows } = open();
    const { job_id: jobId } = await make('u1', { imageUrl, prompt: 'made elsewhere' });
    expect(rows).toEqual([
      {
        userId: 'u1',
        jobId,
        prompt: 'made elsewhere',
        source,
        url: 'https://img.example.com/1.jpg',
        generated: false,
        createdAt: 1_795_000_000,
      },
    ]);
  });
});
