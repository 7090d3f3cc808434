export interface Travelled {
  /** Bytes read since it was first seen. */
  bytes: number;
  /** Bytes that are left. */
  left: number;
  ms: number;
}

const LEAST_MS = 1_000;

/** Milliseconds until the end at the pace so far; undefined while there is too little to tell. */
export function timeLeft({ bytes, left, ms }: Travelled): number | undefined {
  if (bytes <= 0 || ms < LEAST_MS) return undefined;
  return (left / bytes) * ms;
}
