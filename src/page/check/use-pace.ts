import { useRef } from 'react';
import type { DraftWire } from '../../web/api/wire.js';
import { timeLeft } from './time-left.js';

type Running = NonNullable<DraftWire['staging']>;

interface Seen {
  run: string;
  bytes: number;
  at: number;
}

/** Milliseconds that a staging still takes at the pace seen in this page, by its own clock; undefined at first. */
export function usePace(running: Running | undefined): number | undefined {
  const first = useRef<Seen>(undefined);
  if (!running) return undefined;
  const { started_at: run, bytes, total_bytes } = running;
  // The time until the first bytes are read says nothing about the pace.
  const last = first.current?.run === run && first.current.bytes > 0 ? first.current : undefined;
  const { bytes: seen, at } = (first.current = last ?? { run, bytes, at: performance.now() });
  return timeLeft({ bytes: bytes - seen, left: total_bytes - bytes, ms: performance.now() - at });
}
