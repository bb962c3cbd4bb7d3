import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { token } from '../companion/testing/local-r2';
import { presignBatchAnswer } from '../lib/storage/companion-api';
import { createBareSigner, items } from './bare-signer';

const addresses = z.object({ companion: z.string(), echo: z.string() });
const cpuTime = z.object({ user: z.number(), system: z.number() });

/** A process with a companion, an echo and the bare class in it; tells the CPU seconds that some work took it. */
async function startProcess() {
  const child = fork(fileURLToPath(new URL('./companion-process.ts', import.meta.url)));
  const told = async (): Promise<unknown> => (await once(child, 'message'))[0];
  const urls = addresses.parse(await told());
  const cpuAfter = async (what: 'bare' | 'nothing') => {
    const answer = told();
    child.send(what);
    const { user, system } = cpuTime.parse(await answer);
    return (user + system) / 1e6;
  };
  const secondsOf = async (work: () => Promise<unknown>) => {
    const before = await cpuAfter('nothing');
    await work();
    return (await cpuAfter('nothing')) - before;
  };
  return { urls, secondsOf, signBare: () => cpuAfter('bare'), stop: () => child.disconnect() };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const warmUp = 8;
const batch = JSON.stringify({ items });
const one = JSON.stringify(items[0]);

/** The text of an answer, on connections that are kept. */
async function post(url: string, body: string, encoding: 'identity' | 'gzip'): Promise<string> {
  const authorization = `Bearer ${token}`;
  const headers = { authorization, 'content-type': 'application/json', 'accept-encoding': encoding };
  const answer = await fetch(url, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}

type Side = { what: string; seconds: () => Promise<number> };

/** Rounds that take turns; gives how often a second and core each side could, and that as a part of the first side's. */
async function compare(rounds: number, sides: Side[]) {
  const taken: number[][] = [];
  for (let n = 0; n < rounds + warmUp; n++) {
    const round: number[] = [];
    for (const { seconds } of sides) round.push(await seconds());
    if (n >= warmUp) taken.push(round);
  }
  return sides.map(({ what }, side) => ({
    what,
    perSecond: 1 / median(taken.map((round) => round[side] ?? 0)),
    ratio: median(taken.map((round) => (round[0] ?? 0) / (round[side] ?? 0))),
  }));
}

/** Throws when the two sides do not sign the same. */
function expectSame(answer: string, bare: string): void {
  const last = presignBatchAnswer.parse(JSON.parse(answer)).items.at(-1);
  const ours = last && 'upload_url' in last ? last.upload_url : '';
  const [a, b] = [bare, ours].map((url) => url.replace(/X-Amz-(?:Date|Signature)=[^&]*/g, ''));
  if (a !== b) throw new Error('the bare class signs something else');
}

const hundred = (work: () => Promise<unknown>) =>
  Promise.all(
    Array.from({ length: 20 }, async () => {
      for (let n = 0; n < 5; n++) await work();
    }),
  );

/**
 * Batches of 500 over HTTP, plain and compressed, beside the bare class; and hundreds of requests, 20 at once, for one
 * signature each, beside an echo.
 */
export async function measureSigning(rounds: number) {
  const { urls, secondsOf, stop } = await startProcess();
  const other = await startProcess();
  const many = `${urls.companion}/api/v1/r2/presigned-urls`;
  const single = `${urls.companion}/api/v1/r2/presigned-url`;
  expectSame(await post(many, batch, 'gzip'), await createBareSigner()());
  const batches = await compare(rounds, [
    { what: 'bare class', seconds: () => other.secondsOf(other.signBare) },
    { what: 'companion', seconds: () => secondsOf(() => post(many, batch, 'identity')) },
    { what: 'companion, compressed', seconds: () => secondsOf(() => post(many, batch, 'gzip')) },
  ]);
  const requests = await compare(rounds, [
    { what: 'echo', seconds: () => secondsOf(() => hundred(() => post(urls.echo, one, 'identity'))) },
    { what: 'one signature', seconds: () => secondsOf(() => hundred(() => post(single, one, 'identity'))) },
  ]);
  other.stop();
  stop();
  return { batches, requests };
}
