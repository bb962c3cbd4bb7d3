/** A count at an instant, ms since 1970. */
export type Sample = { at: number; done: number };

/** Rows of the database as the page reads them; of a job only what is watched. */
type Watched = { status: string; processed: number; successImages: number };
type Recording = { samples: Sample[]; status: string };

/**
 * Notes in a page every change of a job's count, 50 times a second, as the database shows it. Must stand alone, without
 * a named function in it: it is sent there as text, and the build tool marks those with a call that is not there.
 */
export function startRecording({ id, unit }: { id: string; unit: 'processed' | 'successImages' }): void {
  const recording: Recording = { samples: [], status: '' };
  Object.assign(globalThis, { recording });
  const opening = indexedDB.open('ozon-image-bridge');
  opening.onsuccess = () => {
    const timer = setInterval(() => {
      const reading: IDBRequest<Watched> = opening.result.transaction('jobs').objectStore('jobs').get(id);
      reading.onsuccess = () => {
        const { status, [unit]: done } = reading.result;
        if (done > (recording.samples.at(-1)?.done ?? 0)) recording.samples.push({ at: Date.now(), done });
        recording.status = status;
        if (status === 'pending' || status === 'processing') return;
        clearInterval(timer);
        opening.result.close();
      };
    }, 20);
  };
}

/** What was noted so far; in the page. */
export const readRecording = (): Recording => (globalThis as unknown as { recording: Recording }).recording;

/** When a count was reached, between the samples around it. */
function timeAt(samples: Sample[], done: number): number {
  const index = samples.findIndex((sample) => sample.done >= done);
  const after = samples[index];
  const before = samples[index - 1];
  if (!after) return Number.NaN;
  if (!before || after.done === done) return after.at;
  return before.at + ((after.at - before.at) * (done - before.done)) / (after.done - before.done);
}

/**
 * Milliseconds a unit in each tenth of a job. The first begins with the first thing done: what a start costs would make
 * the end look better.
 */
export function tenthsOf(samples: Sample[]): number[] {
  const first = samples[0]?.done ?? 0;
  const total = samples.at(-1)?.done ?? 0;
  return Array.from({ length: 10 }, (_, tenth) => {
    const from = Math.max(first, (total * tenth) / 10);
    const to = (total * (tenth + 1)) / 10;
    return (timeAt(samples, to) - timeAt(samples, from)) / (to - from);
  });
}
