import { readdir, readFile } from 'node:fs/promises';

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);

/** Parents of all processes, by process id. */
async function parents(): Promise<Map<number, number>> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  // The name of a process may hold brackets and spaces; its state and parent come after the last bracket.
  const stats = ids.map(async (id) => {
    const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    return [id, numberIn(stat, /\) \S (\d+)[^)]*$/)] as const;
  });
  return new Map(await Promise.all(stats));
}

/** The process and all that descend from it. */
function family(root: number, parentOf: ReadonlyMap<number, number>): number[] {
  const members = new Set([root]);
  for (let before = 0; before < members.size; ) {
    before = members.size;
    for (const [id, parent] of parentOf) if (members.has(parent)) members.add(id);
  }
  return [...members];
}

/** Memory of one process in bytes, shared pages divided among those who share them; 0 for one that has ended. */
async function memoryOf(id: number): Promise<number> {
  const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '');
  return numberIn(rollup, /^Pss:\s+(\d+) kB/m) * 1024;
}

/** Memory of a browser with all its processes, bytes. Linux only: elsewhere shared pages cannot be told apart. */
export async function browserMemory(root: number): Promise<number> {
  const sizes = await Promise.all(family(root, await parents()).map(memoryOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Looks again and again until stopped; then gives the largest sum seen and how often it looked. */
export function watchMemory(root: number, everyMs: number) {
  let peak = 0;
  let looks = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      peak = Math.max(peak, await browserMemory(root));
      looks += 1;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return async () => {
    stopped = true;
    await watching;
    return { peak, looks };
  };
}
