import { FerryError } from '../errors.js';
import type { Correction } from '../staging/record-source.js';
import type { Draft } from './draft.js';
import { stale } from './update-draft.js';

/** A draft is written whole with every change, so it must stay small enough for that. */
const MAX_CORRECTIONS = 50_000;

/** A corrected cell with what stood there before. */
export interface CellChange extends Correction {
  readonly before: string;
}

/** The draft with one more edit; the same draft when nothing changes. Throws `usage` when there are too many corrections. */
export function addEdit(draft: Draft, changes: readonly CellChange[]): Draft {
  if (changes.length === 0) return draft;
  const made = draft.edits.reduce((sum, { corrections }) => sum + corrections.length, 0);
  if (made + changes.length > MAX_CORRECTIONS) {
    throw new FerryError(
      'usage',
      `More than ${MAX_CORRECTIONS} cells of one list cannot be corrected here.`,
      {
        hint: 'Replace values of the column as a whole, or mend the list itself and add it again.',
      },
    );
  }
  const corrections = changes.map(({ source, line, index, value }) => ({
    ...{ source, line, index, value },
  }));
  const replaced = changes.map(({ source, line, index, before }) => ({
    ...{ source, line, index },
    value: before,
  }));
  return stale({ ...draft, edits: [...draft.edits, { corrections, replaced }] });
}
