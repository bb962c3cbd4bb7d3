import { describe, expect, it } from 'vitest';
import { createPushStage, setOf } from './testing/push-stage';

const old = setOf('https://cdn1.ozone.ru/s3/1.jpg');
const next = setOf('https://img.example/new.jpg', 'https://img.example/second.jpg');
const cup = { offerId: 'cup', now: old, next };
const hostedNew = 'https://cdn1.ozone.ru/s3/new.jpg';

describe('an import', () => {
  it('that never settles is given up after half an hour, with the old set kept', async () => {
    const stage = createPushStage([cup]);
    const began = stage.clock.now;
    stage.shop.taken = false;
    stage.shop.status = 'pending';
    expect(await stage.run()).toMatchObject([{ set: { status: 'failed' }, error: { code: 'push.not_settled' } }]);
    expect(stage.clock.now - began).toBeGreaterThanOrEqual(30 * 60_000);
    expect(stage.push()).toMatchObject({ before: old, importTask: '1' });
    expect(stage.shop.imports).toHaveLength(1);
  });

  it('with a status nobody knows counts as unsettled', async () => {
    const stage = createPushStage([cup]);
    stage.shop.status = 'dreaming';
    expect(await stage.run()).toMatchObject([{ error: { code: 'push.not_settled' } }]);
  });

  it('that Ozon failed says so', async () => {
    const stage = createPushStage([cup]);
    stage.shop.taken = false;
    stage.shop.status = 'failed';
    expect(await stage.run()).toMatchObject([{ set: { status: 'failed' }, error: { code: 'push.ozon_failed' } }]);
    expect(stage.push()).toMatchObject({ before: old, after: old });
  });

  it('that is imported, though a picture is missing, is not fine: the reason stands at that picture', async () => {
    const stage = createPushStage([cup]);
    stage.shop.apply = (card) => {
      card.set = setOf(hostedNew);
      card.codes = ['some_image_failed', 'BARCODE_MISSING'];
      card.errors = [{ url: 'https://img.example/second.jpg', message: 'pics_http_error: timeout' }];
    };
    expect(await stage.run()).toMatchObject([{ set: { status: 'failed' }, error: { code: 'push.partly' } }]);
    expect(stage.push()?.problems).toEqual([
      {
        ...{ field: 'images', index: 1, url: 'https://img.example/second.jpg', level: 'block' },
        reason: { code: 'picture.not_loaded', params: {} },
      },
    ]);
    expect(stage.push()?.after).toEqual(setOf(hostedNew));
  });

  it('that settled before the card shows it is looked at again', async () => {
    const stage = createPushStage([cup]);
    const began = stage.clock.now;
    let late = () => {};
    stage.shop.apply = (card, set) => {
      late = () => {
        card.set = { ...set, pictures: [hostedNew, 'https://cdn1.ozone.ru/s3/second.jpg'] };
      };
    };
    const running = stage.run();
    const look = setInterval(() => stage.clock.now - began > 20_000 && late(), 0);
    await running;
    clearInterval(look);
    expect(stage.push()?.state).toBe('done');
    expect(stage.clock.now - began).toBeGreaterThan(20_000);
  });

  it('whose card never changes ends with the truth: nobody knows', async () => {
    const stage = createPushStage([cup]);
    stage.shop.taken = false;
    expect(await stage.run()).toMatchObject([{ set: { status: 'failed' }, error: { code: 'push.not_sure' } }]);
  });
});

it('an undo brings back exactly the old set, whatever is on the card', async () => {
  const stage = createPushStage([{ offerId: 'cup', now: setOf(hostedNew), next: old, expected: null }]);
  await stage.run();
  expect(stage.push()).toMatchObject({ state: 'done', after: old, before: setOf(hostedNew) });
});

it('that Ozon skipped as no change says that changed pictures need a new address', async () => {
  const stage = createPushStage([cup]);
  stage.shop.taken = false;
  stage.shop.status = 'skipped';
  const began = stage.clock.now;
  expect(await stage.run()).toMatchObject([{ set: { status: 'failed' }, error: { code: 'push.skipped' } }]);
  expect(stage.clock.now - began).toBeLessThan(60_000);
});

it('whose pictures all failed leaves the card as it was and says so', async () => {
  const stage = createPushStage([cup]);
  stage.shop.apply = (card) => {
    card.codes = ['all_image_failed', 'BARCODE_MISSING'];
  };
  const began = stage.clock.now;
  expect(await stage.run()).toMatchObject([{ set: { status: 'failed' }, error: { code: 'push.ozon_failed' } }]);
  expect(stage.push()?.problems).toMatchObject([
    { index: null, level: 'warn', reason: { code: 'picture.not_loaded' } },
  ]);
  expect(stage.clock.now - began).toBeGreaterThanOrEqual(60_000);
});

describe('Ozon that cannot be asked for a while', () => {
  it('does not end a push it has taken', async () => {
    const stage = createPushStage([cup]);
    let down = 20;
    stage.shop.outage = () => down-- > 0;
    expect(await stage.run()).toMatchObject([{ set: { status: 'success' } }]);
    expect(stage.shop.imports).toHaveLength(1);
  });
});

it('waits for a card that fills picture by picture', async () => {
  const stage = createPushStage([cup]);
  const began = stage.clock.now;
  stage.shop.apply = (card) => {
    card.set = setOf(hostedNew);
  };
  const filling = setInterval(() => {
    const card = stage.shop.cards.get('cup');
    if (card && stage.clock.now - began > 5000) card.set = setOf(hostedNew, 'https://cdn1.ozone.ru/s3/second.jpg');
  }, 0);
  expect(await stage.run()).toMatchObject([{ set: { status: 'success' } }]);
  clearInterval(filling);
});

it('does not take what Ozon held against the card before for news', async () => {
  const stage = createPushStage([cup]);
  const card = stage.shop.cards.get('cup');
  if (card) card.codes = ['IMAGE_DECLINE'];
  await stage.run();
  expect(stage.push()).toMatchObject({ state: 'done', problems: [] });
});

it('looks at the card of an import that failed: it may have taken the new set all the same', async () => {
  const stage = createPushStage([cup]);
  stage.shop.status = 'failed';
  expect(await stage.run()).toMatchObject([{ set: { status: 'failed' }, error: { code: 'push.partly' } }]);
  expect(stage.push()?.after?.pictures[0]).toBe(hostedNew);
});
