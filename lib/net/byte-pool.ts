/** Smaller ones are not worth keeping apart, larger ones are rare. */
const smallest = 64 * 1024;
const largest = 4 * 1024 * 1024;
/** What may lie idle, bytes. */
const mostIdle = 32 * 1024 * 1024;

export type BytePool = ReturnType<typeof createBytePool>;

/**
 * Memory that is used again and again: the system maps fresh memory in pieces of 4 KB, and that costs more than filling it
 * (docs/bench.md). What is taken and not given back is left to the garbage collector.
 */
export function createBytePool() {
  const idle = new Map<number, ArrayBuffer[]>();
  let held = 0;

  return {
    /** A buffer of at least `size` bytes, with anything in it. */
    take(size: number): ArrayBuffer {
      if (size > largest) return new ArrayBuffer(size);
      const length = Math.max(smallest, 2 ** Math.ceil(Math.log2(size)));
      const known = idle.get(length)?.pop();
      if (known) held -= length;
      return known ?? new ArrayBuffer(length);
    },

    /** Takes the memory of bytes that nobody will look at again; once, by who had them last. */
    give({ buffer }: Uint8Array<ArrayBuffer>): void {
      const { byteLength } = buffer;
      const fits = byteLength >= smallest && byteLength <= largest && Number.isInteger(Math.log2(byteLength));
      if (!fits || held + byteLength > mostIdle) return;
      held += byteLength;
      const others = idle.get(byteLength);
      if (others) others.push(buffer);
      else idle.set(byteLength, [buffer]);
    },
  };
}
