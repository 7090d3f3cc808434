import { FerryError } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import { addEdit, type CellChange } from './add-edit.js';
import { findBatchOf, readRejectsAfter } from './batch-of-draft.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { listSources } from './keep-known.js';
import { createRejectChecker } from './reject-checker.js';
import { updateIdleDraft } from './update-draft.js';

/** In one column of all rejected records: cells that are exactly `find`, blank ones when it is blank. */
export interface Replacement {
  source: string;
  /** 0-based position of the column. */
  index: number;
  find: string;
  replace: string;
}

/**
 * Replaces a value in all rejected records, as one edit that is undone as a whole; gives the number of cells.
 * Throws `draft_not_found`, `draft_busy`, `draft_changed`, `batch_not_found`, `mapping_invalid` (unknown table or column),
 * `usage` (too many corrections).
 */
export async function replaceInRejects(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
  replacement: Replacement,
): Promise<{ cells: number; draft: Draft }> {
  let cells = 0;
  const draft = await updateIdleDraft(deps, who, draftId, async (current) => {
    refuseUnknownColumn(current, replacement);
    const changes = await listChanges(deps, who, current, replacement);
    cells = changes.length;
    return addEdit(current, changes);
  });
  return { cells, draft };
}

async function listChanges(
  deps: DraftDeps,
  who: Identity,
  draft: Draft,
  { source, index, find, replace }: Replacement,
): Promise<CellChange[]> {
  const batch = await findBatchOf(deps, draft);
  if (!batch || find === replace) return [];
  const checker = createRejectChecker(deps, who, draft, batch);
  const changes: CellChange[] = [];
  for await (const reject of readRejectsAfter(deps, batch, 0)) {
    if (checker.sourceOf(reject)?.name !== source) continue;
    const before = checker.cellsOf(reject)[index] ?? '';
    if (before === find) changes.push({ source, line: reject.line, index, value: replace, before });
  }
  return changes;
}

function refuseUnknownColumn(draft: Draft, { source, index }: Replacement): void {
  const found = listSources(draft).find(({ name }) => name === source);
  if (found && index < found.header.length) return;
  const what = found ? `The list "${source}" has no column number ${index + 1}.` : undefined;
  throw new FerryError('mapping_invalid', what ?? `There is no list "${source}" among the files.`, {
    hint: 'The files may have been changed meanwhile; load the page again.',
  });
}
