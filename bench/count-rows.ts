/** Counts rows the worker it runs in writes to IndexedDB, from now on. Must stand alone: it is sent there as text. */
export function startCountingRows(): void {
  const counted = { rows: 0 };
  Object.assign(globalThis, { counted });
  for (const name of ['put', 'add'] as const) {
    const original = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...args: [unknown, IDBValidKey?]) {
      counted.rows += 1;
      return original.apply(this, args);
    };
  }
}
