import { FerryError } from '../errors.js';
import type { Draft } from './draft.js';

/** A draft is written whole with every change, so it must stay small enough for that. */
const MAX_BYTES = 8 * 1024 ** 2;

/** What people bring and decide; the rest of a draft is small. */
type Brought = Pick<Draft, 'files' | 'choices' | 'valueMaps' | 'edits' | 'reverted'>;

/** Refuses a change that makes a draft larger than can be stored with every change. Throws `draft_too_large`. */
export function refuseTooLarge(before: Brought, after: Brought): void {
  if (isSame(before, after) || fits(after)) return;
  const hint =
    after.files === before.files
      ? 'Check the list now with what is corrected so far, or mend the list itself and add it again.'
      : 'Take columns with long texts out of the list, or bring fewer lists at a time.';
  throw new FerryError(
    'draft_too_large',
    `The list would hold more than the ${MAX_BYTES / 1024 ** 2} MB that can be kept while it is prepared.`,
    { hint },
  );
}

const isSame = (one: Brought, other: Brought): boolean =>
  one.files === other.files &&
  one.choices === other.choices &&
  one.valueMaps === other.valueMaps &&
  one.edits === other.edits;

/** Adds up pieces as JSON in UTF-8, as they are stored, and stops as soon as it is too much. */
function fits(draft: Brought): boolean {
  let bytes = 0;
  for (const piece of piecesOf(draft)) {
    bytes += Buffer.byteLength(JSON.stringify(piece));
    if (bytes > MAX_BYTES) return false;
  }
  return true;
}

function* piecesOf({ files, choices, valueMaps, edits, reverted = [] }: Brought): Generator {
  yield* files;
  yield* choices;
  yield* valueMaps;
  for (const { corrections, replaced = [] } of edits) {
    yield* corrections;
    yield* replaced;
  }
  yield* reverted;
}
