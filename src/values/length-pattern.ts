/** Fewer codes than these say nothing about how long codes are. */
const LEAST_CODES = 20;

/** The share of codes that have the common length. */
const USUAL_SHARE = 0.9;

/** Numbers that lie closer together than this are counted up, so that 99 comes before 100 without having lost a zero. */
const WIDEST_COUNTER_STEP = 20;

const DIGITS = /^\d+$/;

/**
 * The length of a column's codes, in digits, when that is plain: of at least 20 values that are digits only, nine in ten have
 * this length and none is longer. Undefined when they differ more, or when the numbers are simply counted up.
 */
export function findLengthPattern(samples: readonly string[]): number | undefined {
  const codes = samples.filter((sample) => DIGITS.test(sample));
  if (codes.length < LEAST_CODES) return undefined;
  const longest = codes.reduce((most, { length }) => Math.max(most, length), 0);
  const usual = codes.filter(({ length }) => length === longest).length;
  if (usual < codes.length * USUAL_SHARE) return undefined;
  return usual < codes.length && isCounter(codes) ? undefined : longest;
}

/** Whether a text is a code that is shorter than the others of its column: digits only, fewer than `length`. */
export function lostZeros(text: string, length: number): boolean {
  return text.length < length && DIGITS.test(text);
}

function isCounter(codes: readonly string[]): boolean {
  const numbers = codes.map(Number);
  const least = numbers.reduce((a, b) => Math.min(a, b));
  const most = numbers.reduce((a, b) => Math.max(a, b));
  return most - least < codes.length * WIDEST_COUNTER_STEP;
}
