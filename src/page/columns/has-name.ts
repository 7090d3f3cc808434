import type { DraftColumnWire } from '../../web/api/wire.js';

const NAMES = ['first_name', 'full_name', 'company'];

/** Whether some column gives clients a name; tables of things served under clients need none. */
export function hasName(columns: readonly Pick<DraftColumnWire, 'field' | 'of_matter'>[]): boolean {
  const isOfThings = columns.some(({ of_matter }) => of_matter);
  return isOfThings || columns.some(({ field }) => field !== null && NAMES.includes(field));
}
