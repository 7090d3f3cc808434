import { randomInt } from 'node:crypto';

/** A repeatable source of choices: the same seed and labels give the same row of answers. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** A copy of `items` in another order (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[];
}

/** Draws a seed for a run that was given none. */
export function drawSeed(): number {
  return randomInt(2 ** 31);
}

/**
 * Makes a generator for one seed and one purpose, named by `labels`. Purposes have generators of their own, so that a
 * choice never depends on which of two answers happened to arrive first.
 */
export function createRandom(seed: number, ...labels: readonly (string | number)[]): Random {
  let state = hash(`${seed}/${labels.join('/')}`);
  const next = (): number => {
    // mulberry32: 32 bits of state are plenty for choosing faults
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const shuffle = <T>(items: readonly T[]): T[] => {
    const left = [...items];
    const shuffled: T[] = [];
    while (left.length > 0) shuffled.push(...left.splice(below(left.length), 1));
    return shuffled;
  };
  return { next, below, shuffle };
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value | 0;
}
