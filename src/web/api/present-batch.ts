import type { Session } from '../../sessions/session.js';
import type { Batch, StagingCounts } from '../../staging/batch.js';
import type { BatchWire, CountsWire } from './wire.js';

/** A batch with the sessions of its business that handed it over, or tried to. */
export function presentBatch(batch: Batch, sessions: readonly Session[]): BatchWire {
  const { id, createdAt, files, mode, fields, counts } = batch;
  return {
    uid: id,
    created_at: createdAt,
    files: files.map(({ name, profile, header }) => ({ name, profile, header })),
    mode,
    fields,
    counts: presentCounts(counts),
    session_uids: sessions.filter(({ batchId }) => batchId === id).map((one) => one.id),
  };
}

const presentCounts = (counts: StagingCounts): CountsWire => ({
  records: counts.records,
  accepted: counts.accepted,
  merged: counts.merged,
  rejected: counts.rejected,
  outside_slice: counts.outsideSlice,
  blank_lines: counts.blankLines,
  clients: counts.clients,
  rejected_by_cause: counts.rejectedByCause,
  warnings: counts.warnings,
  unmatched_values: counts.unmatchedValues,
});
