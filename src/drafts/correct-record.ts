import { FerryError } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import type { Batch, NumberedReject } from '../staging/batch.js';
import { addEdit, type CellChange } from './add-edit.js';
import { findBatchOf, readRejectsAfter } from './batch-of-draft.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { createRejectChecker, type CheckedReject, type RejectChecker } from './reject-checker.js';
import { updateIdleDraft } from './update-draft.js';

/** Cells of one record and what they are to hold. */
export interface RecordCorrection {
  source: string;
  line: number;
  /** Where it was seen among the rejects of the batch; it is searched for when left out or when it is another one by now. */
  id?: number | undefined;
  cells: readonly { index: number; value: string }[];
}

/** A rejected record, and through what it is seen. */
interface Place {
  batch: Batch;
  reject: NumberedReject;
  checker: RejectChecker;
}

/**
 * Corrects cells of a rejected record as one edit, and gives the record as it stands then, checked at once. The file itself is
 * never touched. Throws `draft_not_found`, `draft_busy`, `draft_changed` (also when the record is no longer rejected),
 * `batch_not_found`, `mapping_invalid` (a cell beyond the record and its header), `usage` (too many corrections).
 */
export async function correctRecord(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
  correction: RecordCorrection,
): Promise<CheckedReject> {
  let place: Place | undefined;
  const draft = await updateIdleDraft(deps, who, draftId, async (current) => {
    place = await findPlace(deps, who, current, correction);
    return addEdit(current, listChanges(place, correction));
  });
  if (!place) throw noLongerRejected(correction);
  return createRejectChecker(deps, who, draft, place.batch).check(place.reject);
}

async function findPlace(
  deps: DraftDeps,
  who: Identity,
  draft: Draft,
  correction: RecordCorrection,
): Promise<Place> {
  const batch = await findBatchOf(deps, draft);
  if (batch) {
    const checker = createRejectChecker(deps, who, draft, batch);
    const isIt = (reject: NumberedReject) =>
      reject.line === correction.line && checker.sourceOf(reject)?.name === correction.source;
    if (correction.id !== undefined) {
      const [reject] = await deps.store.readRejects(batch.id, correction.id - 1, 1);
      if (reject && isIt(reject)) return { batch, reject, checker };
    }
    for await (const reject of readRejectsAfter(deps, batch, 0))
      if (isIt(reject)) return { batch, reject, checker };
  }
  throw noLongerRejected(correction);
}

function noLongerRejected({ source, line }: RecordCorrection): FerryError {
  return new FerryError(
    'draft_changed',
    `The record on line ${line} of ${source} is not among the rejected ones.`,
    {
      hint: 'The list may have been changed or checked again meanwhile; load the page, and check the list again.',
    },
  );
}

/** The cells that are to be otherwise than they are; of several for one cell the last. */
function listChanges(
  { reject, checker }: Place,
  { source, line, cells }: RecordCorrection,
): CellChange[] {
  const now = checker.cellsOf(reject);
  const width = Math.max(now.length, checker.sourceOf(reject)?.header.length ?? 0);
  const wanted = new Map(cells.map(({ index, value }) => [index, value]));
  return [...wanted].flatMap(([index, value]) => {
    if (index >= width) {
      throw new FerryError(
        'mapping_invalid',
        `The record on line ${line} of ${source} has no cell number ${index + 1}.`,
        { hint: 'Load the page again.' },
      );
    }
    const before = now[index] ?? '';
    return before === value ? [] : [{ source, line, index, value, before }];
  });
}
