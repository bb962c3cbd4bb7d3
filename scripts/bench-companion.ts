import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { items } from '../bench/bare-signer';
import { measureFirstAnswer, measureMemory } from '../bench/companion';
import { measureSigning } from '../bench/companion-http';

/** What the companion costs beside the signing itself; ends with 1 when a budget is missed. */
const least = 0.8;
const most = { growthMiB: 20 };
const signatures = Number(process.argv[2] ?? 1_000_000);

// Memory is compared after a collection, or it would show the collector's moods.
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');

const whole = (value: number) => Math.round(value).toLocaleString('en');
const { batches, requests } = await measureSigning(41);
for (const { what, perSecond, ratio } of batches)
  console.log(`signatures a second and core, ${what}: ${whole(perSecond * items.length)}; ratio ${ratio.toFixed(2)}`);
console.log(`(the companion's ratio is to be at least ${least})`);
for (const { what, perSecond, ratio } of requests)
  console.log(`requests a second and core, ${what}: ${whole(perSecond * 100)}; ratio ${ratio.toFixed(2)}`);
const answers = await measureFirstAnswer();
console.log(
  `first signature of a fresh Worker: ${answers.first.toFixed(0)} ms, the next ${answers.second.toFixed(0)} ms`,
);
const heap = await measureMemory(signatures);
const growth = Math.max(...heap.slice(5)) - Math.max(...heap.slice(0, 5));
console.log(
  `heap over ${whole(signatures)} signatures, MiB: ${heap.join(' ')}; growth ${growth} (at most ${most.growthMiB})`,
);
const signing = batches.find(({ what }) => what === 'companion')?.ratio ?? 0;
process.exitCode = signing >= least && growth <= most.growthMiB ? 0 : 1;
