export type WriteCounts = { rows: number; transactions: number };

/** Counts IndexedDB writes of the worker it runs in, from now on. Must stand alone: it is sent there as text. */
export function startCountingWrites(): void {
  const counts = { rows: 0, transactions: 0 };
  Object.assign(globalThis, { writeCounts: counts });
  for (const name of ['put', 'add'] as const) {
    const original = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...args: [unknown, IDBValidKey?]) {
      counts.rows += 1;
      return original.apply(this, args);
    };
  }
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>) {
    if (args[1] === 'readwrite') counts.transactions += 1;
    return transaction.apply(this, args);
  };
}
