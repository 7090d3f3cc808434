export interface Travelled {
  /** Bytes read since it was first seen. */
  bytes: number;
  /** Bytes that are left. */
  left: number;
  ms: number;
}

const LEAST_MS = 3_000;
const LEAST_SHARE = 0.1;

/** Milliseconds until the end at the pace so far; undefined while that is too short a way to tell. */
export function timeLeft({ bytes, left, ms }: Travelled): number | undefined {
  if (ms < LEAST_MS || bytes <= 0 || bytes < LEAST_SHARE * (bytes + left)) return undefined;
  return (left / bytes) * ms;
}
