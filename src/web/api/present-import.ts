import type { ImportAccount, ReconciliationSummary } from '../../results/import-account.js';
import { outcomeOfImport } from '../../results/outcome-of-import.js';
import type { Outcome } from '../../results/outcome.js';
import type { SessionAccount } from '../../results/session-account.js';
import { isOpen } from '../../sessions/session.js';
import type { Batch } from '../../staging/batch.js';
import type { UndoAccount } from '../../undo/undo-account.js';
import { presentSession } from './present-session.js';
import type {
  ImportBriefWire,
  ImportPageWire,
  ImportWire,
  ReconciliationWire,
  UndoAccountWire,
} from './wire-results.js';

/** Everything that is told of an import. */
export interface ImportFacts {
  account: ImportAccount;
  /** Of its latest session. */
  latest: SessionAccount;
  /** Undefined when it was removed. */
  batch: Batch | undefined;
  /** When they were gathered. */
  now: Date;
  /** Undefined while the batch is in use, and when it is gone. */
  keptUntil: string | undefined;
  /** The latest one; undefined when nothing was taken back. */
  undo: UndoAccountWire | undefined;
  /** Clients that were deleted again, by all of them together. */
  takenBack: number;
}

/** An import for a list of imports. */
export function presentImportBrief(facts: ImportFacts): ImportBriefWire {
  const { account, latest, batch, keptUntil } = facts;
  const [first] = account.sessions;
  return {
    uid: account.importId,
    batch_uid: account.batchId,
    staff_uid: first?.staffUid ?? null,
    created_at: first?.createdAt ?? latest.session.createdAt,
    files: batch?.files.map(({ name }) => name) ?? [],
    clients: account.clients,
    handed_over: account.handedOver,
    rejected: account.rejected,
    results: account.results,
    missing: account.missing,
    taken_back: facts.takenBack,
    outcome: outcomeOf(facts) ?? null,
    status: latest.state,
    kept_until: keptUntil ?? null,
  };
}

/** An import whole. */
export function presentImport(facts: ImportFacts): ImportWire {
  const { account, latest, batch, undo } = facts;
  return {
    ...presentImportBrief(facts),
    session: presentSession(latest, batch),
    parts: account.parts.map(({ part, firstSeq, lastSeq, session, state, handedOver }) => ({
      part,
      clients: lastSeq - firstSeq + 1,
      handed_over: handedOver,
      session_uid: session?.id ?? null,
      status: state ?? null,
    })),
    is_over: account.isOver,
    goes_on: doesGoOn(facts),
    is_reported_done: account.isReportedDone,
    last_report_at: account.lastReportAt ?? null,
    pages_reported: account.pages.length,
    oddities: account.oddities,
    reconciliation: account.reconciliation ? presentReconciliation(account.reconciliation) : null,
    undo: undo ?? null,
  };
}

/** What the host reported of each page, in the order of parts and pages. */
export function presentPages({ sessions, pages }: ImportAccount): ImportPageWire[] {
  const parts = new Map(sessions.map(({ id, part }) => [id, part]));
  return pages.map(({ sessionId, page, results }) => ({
    part: parts.get(sessionId) ?? 1,
    page,
    ...results,
  }));
}

export function presentReconciliation(one: ReconciliationSummary): ReconciliationWire {
  return {
    job: { uid: one.jobId, kind: 'reconcile', state: one.state, problem: one.problem ?? null },
    is_sample: one.isSample,
    read: one.progress.read,
    compared: one.progress.compared,
    present: one.present,
    missing: one.missing,
    different: one.different,
    present_before: one.presentBefore,
    started_at: one.startedAt,
    finished_at: one.finishedAt ?? null,
  };
}

export function presentUndo(one: UndoAccount): UndoAccountWire {
  const { jobId, state, problem, planned, deleted, gone, keptChanged, keptNotOurs } = one;
  return {
    job: { uid: jobId, kind: 'undo', state, problem: problem ?? null },
    ...{ planned, deleted, gone, kept: keptChanged + keptNotOurs },
    refused: one.refused,
    left: one.left,
    started_at: one.startedAt,
  };
}

/** Undefined while it is under way. */
const outcomeOf = (facts: ImportFacts): Outcome | undefined =>
  doesGoOn(facts) || facts.account.sessions.some(isOpen)
    ? undefined
    : outcomeOfImport(facts.account, facts.now);

/** Whether the next part begins by itself; of a list that was removed nothing more comes. */
const doesGoOn = ({ account, batch }: ImportFacts): boolean =>
  account.goesOn && batch !== undefined;
