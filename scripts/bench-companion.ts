import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { measureFirstAnswer, measureMemory, measureRequests, measureSigning } from '../bench/companion';

/** What the companion costs beside the signing itself; ends with 1 when a budget is missed. */
const least = 0.8;
const most = { growthMiB: 20 };
const signatures = Number(process.argv[2] ?? 1_000_000);

// Memory is compared after a collection, or it would show the collector's moods.
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');

const whole = (value: number) => Math.round(value).toLocaleString('en');
const signing = await measureSigning(41);
console.log(
  `signatures a second and core: ${whole(signing.ours)}; bare class ${whole(signing.bare)}; ratio ${signing.ratio.toFixed(2)} (at least ${least})`,
);
const requests = await measureRequests(10_000);
console.log(
  `requests a second: ${whole(requests.ours)}; bare echo ${whole(requests.bare)}; ratio ${(requests.ours / requests.bare).toFixed(2)}`,
);
const answers = await measureFirstAnswer();
console.log(
  `first signature of a fresh Worker: ${answers.first.toFixed(0)} ms, the next ${answers.second.toFixed(0)} ms`,
);
const heap = await measureMemory(signatures);
const growth = Math.max(...heap.slice(5)) - Math.max(...heap.slice(0, 5));
console.log(
  `heap over ${whole(signatures)} signatures, MiB: ${heap.join(' ')}; growth ${growth} (at most ${most.growthMiB})`,
);
process.exitCode = signing.ratio >= least && growth <= most.growthMiB ? 0 : 1;
