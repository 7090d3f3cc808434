import type { Draft, DraftFile, DraftStaging, Edit } from '../../drafts/draft.js';
import type { DraftDeps } from '../../drafts/draft-deps.js';
import { understandDraft, type UnderstoodSource } from '../../drafts/understand-draft.js';
import type { Identity } from '../../sign-in/identity.js';
import { indexCorrections } from '../../staging/corrected-source.js';
import { findNamedEntries } from '../../staging/named-entries.js';
import { presentProblem } from './present-problem.js';
import { presentSource } from './present-source.js';
import type { DraftsWire, DraftWire } from './wire.js';

/** A draft with what its tables are taken for now. */
export async function presentDraft(
  deps: DraftDeps,
  who: Identity,
  draft: Draft,
): Promise<DraftWire> {
  return presentUnderstood(draft, await understandDraft(deps, who, draft));
}

/** A draft whose tables were understood before. */
export function presentUnderstood(
  draft: Draft,
  understood: readonly UnderstoodSource[],
): DraftWire {
  return {
    uid: draft.id,
    version: draft.version,
    created_by: draft.staffUid,
    created_at: draft.createdAt,
    updated_at: draft.updatedAt,
    expires_at: draft.expiresAt,
    files: draft.files.map(presentFile),
    sources: understood.map((one) => presentSource(one, choiceOf(draft, one))),
    on_duplicate: draft.onDuplicate,
    value_maps: draft.valueMaps.map(({ column, pairs }) => ({
      column,
      pairs: pairs.map(([from, to]): [string, string] => [from, to]),
    })),
    corrections: presentCorrections(draft),
    staging: draft.staging ? presentStaging(draft.staging) : null,
    batch_uid: draft.batchId ?? null,
    is_stale: draft.isStale,
  };
}

/** A draft as one of many. */
export const presentDraftLine = (draft: Draft): DraftsWire['drafts'][number] => ({
  uid: draft.id,
  created_by: draft.staffUid,
  created_at: draft.createdAt,
  updated_at: draft.updatedAt,
  expires_at: draft.expiresAt,
  files: draft.files.map(({ name }) => name),
  batch_uid: draft.batchId ?? null,
});

const choiceOf = ({ choices }: Draft, { source }: UnderstoodSource): string =>
  choices.find((one) => one.source === source.name)?.profile ?? 'auto';

function presentFile({ id, name, bytes, read, entries, sheets, problem }: DraftFile) {
  const { encoding, delimiter, sheet, noHeader, headerLine, skip = [] } = read;
  const leftOut = new Set(skip.flatMap((name) => findNamedEntries(entries, name)));
  return {
    uid: id,
    name,
    bytes,
    read: {
      encoding: encoding ?? null,
      delimiter: delimiter ?? null,
      sheet: sheet ?? null,
      header_line: noHeader ? 0 : (headerLine ?? null),
      skip: [...skip],
    },
    entries: entries.map((entry) => ({ name: entry, included: !leftOut.has(entry) })),
    sheets: [...sheets],
    problem: presentProblem(problem),
  };
}

function presentCorrections({ edits, editsInBatch }: Draft) {
  return {
    pending: countCells(edits.slice(editsInBatch)),
    total: countCells(edits),
    undoable: edits.length,
  };
}

/** Different cells, however often each was corrected. */
function countCells(edits: readonly Edit[]): number {
  const lines = [...indexCorrections(edits.flatMap(({ corrections }) => corrections)).values()];
  return lines.flatMap((cells) => [...cells.values()]).reduce((sum, { size }) => sum + size, 0);
}

function presentStaging(staging: DraftStaging): NonNullable<DraftWire['staging']> {
  return {
    state: staging.state,
    records: staging.records,
    bytes: staging.bytes,
    total_bytes: staging.totalBytes,
    started_at: staging.startedAt,
    problem: presentProblem(staging.problem),
  };
}
