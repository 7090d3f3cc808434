import type { BatchesWire, DraftsWire } from '../../web/api/wire.js';

export interface OffersFound {
  drafts: DraftsWire['drafts'];
  batches: BatchesWire['batches'];
}

/** Drafts that hold files, and batches that no draft made and no session has tried to hand over. */
export function offersOf(
  drafts: DraftsWire | undefined,
  batches: BatchesWire | undefined,
): OffersFound {
  if (!drafts || !batches) return { drafts: [], batches: [] };
  const ofDrafts = new Set(drafts.drafts.map((draft) => draft.batch_uid));
  return {
    drafts: drafts.drafts.filter((draft) => draft.files.length > 0),
    batches: batches.batches.filter(
      (batch) => batch.session_uids.length === 0 && !ofDrafts.has(batch.uid),
    ),
  };
}
