import { useEffect, useRef, useState } from 'react';
import { advance, type SpeedTrack } from './job-rate';

const nothing: SpeedTrack = { samples: [], speeds: [] };

/** Speeds of a growing count while it is `running`, one a second, the latest last; at most `most` of them. */
export function useSpeeds(done: number, running: boolean, most: number): number[] {
  const latest = useRef(done);
  const [track, setTrack] = useState(nothing);

  useEffect(() => {
    latest.current = done;
  }, [done]);

  useEffect(() => {
    if (!running) return;
    const take = () => setTrack((before) => advance(before, { at: Date.now(), done: latest.current }, most));
    take();
    const timer = setInterval(take, 1000);
    return () => {
      clearInterval(timer);
      setTrack(nothing);
    };
  }, [running, most]);

  return running ? track.speeds : [];
}
