import { useEffect, useRef, useState } from 'react';

/** A value that changes at every step of a fast movement: taken at once when it was calm before, then after `ms` of calm. */
export function useCalm(value: number, ms: number): number {
  const [taken, take] = useState(value);
  const changed = useRef(0);
  useEffect(() => {
    const wait = performance.now() - changed.current < ms ? ms : 0;
    changed.current = performance.now();
    const timer = setTimeout(() => take(value), wait);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return taken;
}
