import type { DraftColumnWire, DraftSourceWire } from '../../web/api/wire.js';

/** How sure it is what a column means, as people are told. */
export type Certainty = 'chosen' | 'certain' | 'likely' | 'check' | 'left_out';

const CERTAIN = 0.9;
const LIKELY = 0.75;

type Judged = Pick<DraftColumnWire, 'chosen' | 'field' | 'confidence' | 'samples'>;

/** Gives the certainty of a column; a column that a person has decided is `chosen`, whatever it feeds. */
export function certaintyOf({ chosen, field, confidence }: Judged): Certainty {
  if (chosen) return 'chosen';
  if (field === null) return 'left_out';
  if (confidence >= CERTAIN) return 'certain';
  return confidence >= LIKELY ? 'likely' : 'check';
}

/**
 * Whether a person should look at a column: its meaning is unsure, it holds values that nobody has decided to leave out, or
 * `open` of its values have no match among the options of its field.
 */
export function needsLook(
  column: Judged,
  { exact }: Pick<DraftSourceWire, 'exact'>,
  open: number,
): boolean {
  if (open > 0) return true;
  if (exact) return false;
  const certainty = certaintyOf(column);
  return certainty === 'check' || (certainty === 'left_out' && column.samples.length > 0);
}
