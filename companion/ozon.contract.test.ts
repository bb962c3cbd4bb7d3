import { afterAll, beforeAll, describe } from 'vitest';
import { describeDownload } from './testing/download-contract';
import { type OzonStage, openOzon, ozonRuntimes } from './testing/ozon-stage';
import { describePush } from './testing/push-contract';
import { describeRelay } from './testing/relay-contract';
import type { Kept } from './testing/with-database';

let ground: Awaited<ReturnType<typeof openOzon>>;

beforeAll(async () => {
  ground = await openOzon();
});

afterAll(() => ground.sandbox.stop());

describe.each(ozonRuntimes)('companion on $name beside Ozon', ({ name, start }) => {
  let companion: Kept;

  beforeAll(async () => {
    companion = await start(ground.environment, ground.sandbox);
  });

  afterAll(() => companion.stop());

  const open = (): OzonStage => ({ ...ground, companion });
  describe('download', () => describeDownload(open));
  describe('push', () => describePush(open, name === 'Node' ? 0 : 1));
  describe('calls passed on', () => describeRelay(open, name === 'Node'));
});
