import { describe, expect, it } from 'vitest';
import { AppError } from '../core/app-error';
import type { PictureFinding } from '../core/push';
import { createPushStage, death, setOf } from './testing/push-stage';

const old = setOf('https://cdn1.ozone.ru/s3/1.jpg', 'https://cdn1.ozone.ru/s3/2.jpg');
const fresh = setOf('https://img.example/new.jpg', 'https://cdn1.ozone.ru/s3/1.jpg');
const taken = setOf('https://cdn1.ozone.ru/s3/new.jpg', 'https://cdn1.ozone.ru/s3/1.jpg');
const cup = { offerId: 'cup', now: old, next: fresh };

describe('a push', () => {
  it('keeps the old set, imports once, and confirms what the card has then', async () => {
    const stage = createPushStage([cup]);
    expect(await stage.run()).toEqual([{ seq: 0, set: { status: 'success' }, succeeded: 2 }]);
    expect(stage.shop.imports).toEqual([['cup']]);
    expect(stage.push()).toMatchObject({ state: 'done', before: old, after: taken, sends: 1, error: null });
  });

  it('has the old set on disk before the import leaves', async () => {
    const stage = createPushStage([cup]);
    stage.shop.reply = () => {
      expect(stage.push()).toMatchObject({ state: 'sending', before: old });
      return Response.json({ task_id: 1 });
    };
    await stage.run();
    expect(stage.push()?.state).toBe('done');
  });

  it('sends many products in one call, and one that changed meanwhile not at all', async () => {
    const lamp = { offerId: 'lamp', now: old, next: fresh, expected: setOf('https://cdn1.ozone.ru/s3/other.jpg') };
    const stage = createPushStage([cup, lamp, { ...cup, offerId: 'mug' }]);
    expect((await stage.run()).map(({ seq, set }) => [seq, set?.status]).sort()).toEqual([
      [0, 'success'],
      [1, 'failed'],
      [2, 'success'],
    ]);
    expect(stage.shop.imports).toEqual([['cup', 'mug']]);
    expect(stage.push(1)).toMatchObject({ state: 'failed', error: { code: 'push.changed_meanwhile' } });
  });

  it('of the set the card has already sends nothing and says so', async () => {
    const stage = createPushStage([{ ...cup, next: old }]);
    expect(await stage.run()).toMatchObject([{ set: { status: 'success' }, error: { code: 'push.same_set' } }]);
    expect(stage.shop.imports).toEqual([]);
  });

  it.each([
    ['a picture that was looked at', setOf('https://img.example/page.html'), 'push.some_blocked', 'picture.not_image'],
    ['an ftp address', setOf('ftp://img.example/1.jpg'), 'push.some_blocked', 'picture.ftp'],
    ['a private address', setOf('https://192.168.1.5/1.jpg'), 'push.some_blocked', 'picture.private_address'],
    ['no pictures', setOf(), 'push.no_images', 'push.no_images'],
    [
      '51 pictures',
      setOf(...Array.from({ length: 51 }, (_, n) => `https://img.example/${n}.jpg`)),
      'push.too_many',
      'push.too_many',
    ],
  ])('with %s is refused before anything is sent', async (_, next, code, reason) => {
    const bad: PictureFinding = {
      ...{ url: 'https://img.example/page.html', width: null, height: null, bytes: null },
      problems: [{ reason: { code: 'picture.not_image', params: {} }, level: 'block' }],
    };
    const stage = createPushStage([{ ...cup, next }], [bad]);
    await stage.run();
    expect(stage.shop.imports).toEqual([]);
    expect(stage.push()).toMatchObject({ state: 'failed', sends: 0, error: { code } });
    expect(stage.push()?.problems.map((problem) => problem.reason.code)).toContain(reason);
  });
});

describe('a lost reply', () => {
  const lost = () => Promise.reject(new TypeError('connection lost'));

  it.each([
    ['on the way', new TypeError('connection lost')],
    ['between the companion and us', new AppError('companion.unreachable', { retry: 'backoff' })],
    ['in a slow companion', new AppError('companion.timeout', { retry: 'backoff' })],
    ['in a broken companion', new AppError('companion.server_error', { retry: 'backoff', params: { status: 500 } })],
    ['behind something that is no companion', new AppError('companion.bad_answer')],
    ['behind the companion', new AppError('ozon.unreachable', { retry: 'backoff' })],
  ])('%s, of an import Ozon took, is read back from the card: one call in all', async (_, loss) => {
    const stage = createPushStage([cup]);
    stage.shop.reply = () => Promise.reject(loss);
    await stage.run();
    expect(stage.shop.imports).toHaveLength(1);
    expect(stage.push()).toMatchObject({ state: 'done', after: taken });
  });

  it('of an import Ozon never took is sent again, but only a minute of unchanged cards later', async () => {
    const stage = createPushStage([cup]);
    const began = stage.clock.now;
    stage.shop.taken = false;
    stage.shop.reply = () => {
      // From the second call on.
      stage.shop.taken = true;
      if (stage.shop.imports.length === 1) return lost();
      expect(stage.clock.now - began).toBeGreaterThanOrEqual(60_000);
      return Response.json({ task_id: 2 });
    };
    await stage.run();
    expect(stage.shop.imports).toHaveLength(2);
    expect(stage.push()).toMatchObject({ state: 'done', after: taken });
  });

  it('three times ends the push with the truth: nobody knows', async () => {
    const stage = createPushStage([cup]);
    stage.shop.taken = false;
    stage.shop.reply = lost;
    expect(await stage.run()).toMatchObject([{ set: { status: 'failed' }, error: { code: 'push.not_sure' } }]);
    expect(stage.shop.imports).toHaveLength(3);
    expect(stage.push()).toMatchObject({ state: 'failed', before: old });
  });
});

describe('a refusal', () => {
  it('proves that nothing was taken: the push is where it was', async () => {
    const stage = createPushStage([cup]);
    stage.shop.taken = false;
    stage.shop.reply = () => Response.json({}, { status: 429, headers: { 'Retry-After': '5' } });
    await expect(stage.run()).rejects.toMatchObject({ code: 'ozon.rate_limited' });
    expect(stage.push()?.state).toBe('planned');
  });

  it('for a quota that opens hours later fails the push instead of letting it wait', async () => {
    const stage = createPushStage([cup]);
    stage.shop.taken = false;
    stage.shop.reply = () => Response.json({}, { status: 429, headers: { 'Item-Retry-After': '300' } });
    const error = await stage.run().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'push.quota_used', retry: 'never', params: { minutes: 300 } });
    const changes = await stage.fail({ code: 'push.quota_used', params: {} });
    expect(changes).toMatchObject([{ set: { status: 'failed' }, error: { code: 'push.quota_used' } }]);
    expect(stage.push()).toMatchObject({ state: 'failed', before: old });
  });
});

describe('what happens meanwhile', () => {
  it('on the card while new pictures are looked at stops the push: the old set is read right before the new one leaves', async () => {
    const theirs = setOf('https://cdn1.ozone.ru/s3/theirs.jpg');
    const stage = createPushStage([cup]);
    stage.onLook(() => {
      const card = stage.shop.cards.get('cup');
      if (card) card.set = theirs;
    });
    expect(await stage.run()).toMatchObject([{ error: { code: 'push.changed_meanwhile' } }]);
    expect(stage.shop.imports).toEqual([]);
    expect(stage.shop.cards.get('cup')?.set).toEqual(theirs);
  });

  it('in an hour in which it could not begin: it is not wanted any more', async () => {
    const stage = createPushStage([cup]);
    stage.clock.now += 60 * 60_000 + 1;
    expect(await stage.run()).toMatchObject([{ error: { code: 'push.too_late' } }]);
    expect(stage.shop.imports).toEqual([]);
  });

  it('when the seller stops it: what was not sent is not sent', async () => {
    const stage = createPushStage([cup, { ...cup, offerId: 'mug' }]);
    stage.onLook(() => stage.stop(1));
    expect((await stage.run()).map(({ error }) => error?.code)).toEqual(['push.stopped', undefined]);
    expect(stage.shop.imports).toEqual([['cup']]);
  });
});

describe('a late import after a second send was refused', () => {
  /** The first import arrives only after the second was refused for its rate. */
  function lateStage(expected: typeof old | null) {
    const stage = createPushStage([{ ...cup, expected }]);
    stage.shop.taken = false;
    stage.shop.reply = () => {
      if (stage.shop.imports.length === 1) return Promise.reject(new TypeError('lost'));
      const card = stage.shop.cards.get('cup');
      if (card) card.set = taken;
      return Response.json({}, { status: 429, headers: { 'Retry-After': '5' } });
    };
    return stage;
  }

  it.each([
    ['decided on', old],
    ['taken back', null],
  ])('is our own, and the old set of a push %s stays known', async (_, expected) => {
    const stage = lateStage(expected);
    await stage.run();
    expect(stage.push()).toMatchObject({ state: 'done', before: old, after: taken });
    expect(stage.shop.imports).toHaveLength(2);
  });
});

it('halves a call Ozon refuses, until the product it is about stands alone', async () => {
  const stage = createPushStage(['a', 'bad', 'c'].map((offerId) => ({ ...cup, offerId })));
  stage.shop.refuses = 'bad';
  const failed = await stage.runAll();
  expect(failed).toEqual(['ozon.refused']);
  expect([0, 1, 2].map((seq) => stage.push(seq)?.state)).toEqual(['done', 'failed', 'done']);
});

describe('a worker that dies', () => {
  it('at any of its writes and requests leaves one import and the new set', async () => {
    let steps = 0;
    for (; steps < 200; steps += 1) {
      const stage = createPushStage([cup]);
      stage.dieAt(steps);
      const died = await stage.run().then(
        () => false,
        (thrown) => thrown === death || thrown.cause === death,
      );
      stage.live();
      if (died) await stage.run();
      expect(stage.push(), `dead at step ${steps}`).toMatchObject({ state: 'done', before: old, after: taken });
      expect(stage.shop.imports.length, `dead at step ${steps}`).toBe(1);
      if (!died) break;
    }
    expect(steps).toBeGreaterThan(10);
  });
});
