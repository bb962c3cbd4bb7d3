import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { type StoredPicture, withPicture } from '../core/stored-picture';
import { Database } from './db';
import { createStoredPictures } from './stored-pictures';

const row = (slot: string, place: string): StoredPicture => ({
  ...{ slot, place, source: 'https://cdn/1', key: `${slot}.jpg`, publicUrl: `https://${place}/${slot}.jpg` },
  ...{ etag: null, size: 1, sha256: 's', contentType: 'image/jpeg' },
});
const slot = (article: string, n: number) => `users/u/ozon/${article}/${article}_${n}`;

let opened = 0;

/** What is remembered, as seen from the storage `place`; and how often it was asked which one that is. */
async function rememberedAs(rows: StoredPicture[], place = 'here') {
  opened += 1;
  const db = new Database(`stored-pictures-${opened}`);
  for (const row of rows)
    await db.stored.put(
      withPicture(await db.stored.get([row.slot.slice(0, row.slot.lastIndexOf('/')), row.place]), row),
    );
  let asked = 0;
  const placeNow = async () => {
    asked += 1;
    return place;
  };
  const presigner = { presign: () => Promise.reject(new Error('not here')) };
  const cloud = async () => ({ userId: 'u', presigner, maxObjectBytes: 1, place: placeNow, placeNow });
  return { ...createStoredPictures({ db, cloud }), db, asked: () => asked };
}

it('finds what the storage of now holds, in the order asked', async () => {
  const [one, two] = [row(slot('a', 1), 'here'), row(slot('a', 2), 'there')];
  const { find } = await rememberedAs([one, two]);
  const pictures = [1, 2, 1, 3].map((n) => ({ article: 'a', n }));
  expect(await find(pictures)).toEqual([one, undefined, one, undefined]);
  expect(await find([{ article: 'A', n: 1 }])).toEqual([undefined]);
});

it('asks no companion while nothing is remembered', async () => {
  const { find, asked } = await rememberedAs([]);
  expect(await find([{ article: 'a', n: 1 }])).toEqual([undefined]);
  expect(asked()).toBe(0);
});

it.each([
  ['a picture', { pictures: { [slot('a', 1)]: { ...row(slot('a', 1), 'here'), sha256: 7 } } }],
  ['its pictures', { pictures: undefined }],
])('does not know what it cannot read: %s', async (_, broken) => {
  const { find, db } = await rememberedAs([row(slot('a', 1), 'here')]);
  await db.stored.toCollection().modify((folder) => void Object.assign(folder, broken));
  expect(await find([{ article: 'a', n: 1 }])).toEqual([undefined]);
});

it('forgets pictures by their addresses and no others', async () => {
  const gone = row(slot('a', 1), 'here');
  const kept = [row(slot('a', 1), 'there'), row(slot('a', 2), 'here'), row(slot('a', 10), 'here')];
  const { forget, db } = await rememberedAs([gone, ...kept]);
  await forget({ pictures: [gone] });
  const left = (await db.stored.toArray()).flatMap(({ pictures }) => Object.values(pictures));
  expect(new Set(left)).toEqual(new Set(kept));
});
