import { useEffect, useState } from 'react';
import type { SessionWire } from '../../web/api/wire.js';
import { NO_PACE, observePace, speedOf, timeLeftMs } from './pace.js';

const TICK_MS = 1_000;

/** How fast a session is handed over, in clients per second, and how long the rest will take, in milliseconds. */
export function usePace({
  status,
  done,
  remaining,
}: Pick<SessionWire, 'status' | 'done' | 'remaining'>): {
  speed: number | undefined;
  leftMs: number | undefined;
} {
  const [pace, setPace] = useState(NO_PACE);
  const [nowMs, setNowMs] = useState(Date.now);
  const isServing = status === 'serving';
  useEffect(() => {
    if (!isServing) return;
    const atMs = Date.now();
    setNowMs(atMs);
    setPace((last) => observePace(last, { atMs, done }));
  }, [isServing, done]);
  useEffect(() => {
    if (!isServing) return;
    const timer = setInterval(() => {
      setNowMs(Date.now());
    }, TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isServing]);
  const speed = isServing ? speedOf(pace, nowMs) : undefined;
  return { speed, leftMs: timeLeftMs(remaining, speed) };
}
