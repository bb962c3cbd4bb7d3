/** One picture for the rival: where it comes from, and a presigned place to put it. */
export type BareCopy = { from: string; to: string; headers: Record<string, string> };

/**
 * The rival of the job: GET → PUT with a fixed number in flight and nothing else — no type check, no hash, no database,
 * addresses signed in one call. Runs inside the extension's worker, so it must stand alone. Gives milliseconds.
 */
export async function bareLoop({ copies, inFlight }: { copies: BareCopy[]; inFlight: number }): Promise<number> {
  const started = performance.now();
  let next = 0;
  // Anonymous on purpose: the build tool marks named functions with a call that does not exist in the worker.
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (let copy = copies[next++]; copy; copy = copies[next++]) {
        const bytes = await (await fetch(copy.from, { cache: 'no-store' })).arrayBuffer();
        const answer = await fetch(copy.to, { method: 'PUT', body: bytes, headers: copy.headers });
        if (!answer.ok) throw new Error(`the storage answered ${answer.status}`);
        await answer.arrayBuffer();
      }
    }),
  );
  return performance.now() - started;
}
