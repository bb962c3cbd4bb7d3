import { useEffect, useRef, useState } from 'react';
import { addSample, rateOf, type Sample } from './job-rate';

/** Units per second of a growing count over the last ten seconds, while it is `running`. */
export function useRate(done: number, running: boolean): number | undefined {
  const latest = useRef(done);
  const [samples, setSamples] = useState<Sample[]>([]);

  useEffect(() => {
    latest.current = done;
  }, [done]);

  useEffect(() => {
    if (!running) return;
    const take = () => setSamples((before) => addSample(before, { at: Date.now(), done: latest.current }));
    take();
    const timer = setInterval(take, 1000);
    return () => {
      clearInterval(timer);
      setSamples([]);
    };
  }, [running]);

  return running ? rateOf(samples) : undefined;
}
