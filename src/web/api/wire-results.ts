import { z } from 'zod';
import { JOB_KINDS, JOB_STATES } from '../../jobs/job.js';
import { CHECK_NAMES, CHECK_STATES } from '../../preflight/check.js';
import { CLIENT_CHOICES } from '../../results/list-client-results.js';
import { FOUND } from '../../results/reconcile/found.js';
import { RESULTS } from '../../results/report.js';
import { session, SESSION_STATUSES } from './wire.js';

/**
 * What goes over the wire about an import after its hand-over, and about the look at the CRM before it. The manner is that of
 * `wire.ts`. An import is named by the uid of any of its sessions.
 */

const time = z.iso.datetime();
const uid = z.string().min(1).max(100);
const count = z.int().min(0);

const outcome = z.enum(['success', 'issues', 'failure']);

// --- Before the import --------------------------------------------------------------------------------------------------

/** One thing that was looked at before anything is sent. The page says it by `name` and `state`, in the staff's language. */
export const preflightCheck = z.object({
  name: z.enum(CHECK_NAMES),
  state: z.enum(CHECK_STATES),
  message: z.string(),
  hint: z.string().nullable(),
});
export type PreflightCheckWire = z.infer<typeof preflightCheck>;

/** A custom field that the CRM does not have yet. */
export const missingField = z.object({
  key: z.string(),
  label: z.string(),
  type: z.string(),
  /** False: the import does without it, and a field makes it visible in the CRM. */
  advised: z.boolean(),
});

/** `GET /api/batches/{uid}/preflight` */
export const preflight = z.object({
  checks: z.array(preflightCheck),
  /** Fields that could be created in the CRM on a person's word. */
  missing_fields: z.array(missingField),
});
export type PreflightWire = z.infer<typeof preflight>;

/** `POST /api/batches/{uid}/fields`: keys among `missing_fields`. */
export const fieldsRequest = z.strictObject({
  keys: z.array(z.string().max(500)).min(1).max(200),
});
export const fieldsCreated = z.object({ created: z.array(z.string()) });
export type FieldsCreatedWire = z.infer<typeof fieldsCreated>;

// --- Jobs ---------------------------------------------------------------------------------------------------------------

/** Work on the CRM that takes longer than a request. */
export const job = z.object({
  uid,
  kind: z.enum(JOB_KINDS),
  /** `waiting`: the CRM is away, and it goes on by itself; `stopped`: a person ended it, or it could not go on. */
  state: z.enum(JOB_STATES),
  problem: z.string().nullable(),
});
export type JobWire = z.infer<typeof job>;

/** `POST .../reconcile`: looks at all clients, or at so many that are spread over the list. */
export const reconcileRequest = z.strictObject({ sample: z.int().min(1).max(1_000).optional() });

/** A look at the CRM's clients; numbers are of clients of the list. */
export const reconciliation = z.object({
  job,
  is_sample: z.boolean(),
  /** Clients of the CRM that were read. */
  read: count,
  /** Clients of the list that were looked at. */
  compared: count,
  present: count,
  missing: count,
  /** Among the present: something is not as it was sent. */
  different: count,
  /** Among the present: the CRM had them before the import. */
  present_before: count,
  started_at: time,
  finished_at: time.nullable(),
});
export type ReconciliationWire = z.infer<typeof reconciliation>;

/** `GET /api/batches/{uid}/reconcile`: the newest look before the import; null when there was none. */
export const batchReconciliation = z.object({ reconciliation: reconciliation.nullable() });
export type BatchReconciliationWire = z.infer<typeof batchReconciliation>;

// --- The account of an import -------------------------------------------------------------------------------------------

/** Adds up to the clients of the import, always. `unknown`: the CRM has not said. */
export const results = z.object({
  ...{ created: count, updated: count, skipped: count, failed: count },
  unknown: count,
});
export type ResultsWire = z.infer<typeof results>;

export const importPart = z.object({
  part: z.int().min(1),
  clients: count,
  handed_over: count,
  session_uid: uid.nullable(),
  /** null while it has not begun. */
  status: z.enum(SESSION_STATUSES).nullable(),
});
export type ImportPartWire = z.infer<typeof importPart>;

/** One page as the CRM reported it. */
export const importPage = z.object({
  part: z.int().min(1),
  page: z.int(),
  ...{ created: count, updated: count, skipped: count, failed: count },
});
export type ImportPageWire = z.infer<typeof importPage>;

/** Clients that were taken back: `planned = deleted + gone + kept + refused + left`. */
export const undoAccount = z.object({
  job,
  planned: count,
  deleted: count,
  /** Were not there any more. */
  gone: count,
  /** Changed since, or not ours after all. */
  kept: count,
  refused: count,
  left: count,
  started_at: time,
});
export type UndoAccountWire = z.infer<typeof undoAccount>;

/** What the lists of imports tell of one. */
const importBrief = {
  /** Of its first session. */
  uid,
  batch_uid: uid,
  staff_uid: uid.nullable(),
  created_at: time,
  files: z.array(z.string()),
  clients: count,
  handed_over: count,
  rejected: count,
  results,
  /** Of the failed and unknown: looked for in the CRM and not found there. */
  missing: count,
  /** Deleted again in the CRM, by all taking back together. */
  taken_back: count,
  /** null while it is under way; `success` says nothing of clients whose result is unknown. */
  outcome: outcome.nullable(),
  /** That of its latest session. */
  status: z.enum(SESSION_STATUSES),
  /** Until when the list is kept; null while it is in use, and when it is gone. */
  kept_until: time.nullable(),
};

/** `GET /api/imports?limit=&before=`, newest first. `before`: only those that are older than that import. */
export const importsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  before: uid.optional(),
});
export const imports = z.object({
  imports: z.array(z.object(importBrief)),
  /** The `before` of the next page; null when there is no older one. */
  next_before: uid.nullable(),
});
export type ImportsWire = z.infer<typeof imports>;
export type ImportBriefWire = ImportsWire['imports'][number];

/** `GET /api/imports/{uid}`: one import whole, over all its parts. */
export const importAccount = z.object({
  ...importBrief,
  /** The latest one; it tells how the hand-over goes. */
  session,
  parts: z.array(importPart),
  /** Every part was handed over, or a person ended it. */
  is_over: z.boolean(),
  /** The next part begins by itself. */
  goes_on: z.boolean(),
  is_reported_done: z.boolean(),
  last_report_at: time.nullable(),
  /** Of which the CRM has reported something. */
  pages_reported: count,
  /** Things about the CRM's reports that do not fit: told, never counted. */
  oddities: z.array(z.string()),
  reconciliation: reconciliation.nullable(),
  undo: undoAccount.nullable(),
});
export type ImportWire = z.infer<typeof importAccount>;

/** `GET /api/imports/{uid}/pages`: what the CRM reported of each. */
export const importPages = z.object({ pages: z.array(importPage) });
export type ImportPagesWire = z.infer<typeof importPages>;

// --- Results by client --------------------------------------------------------------------------------------------------

/** `?only=failed,missing`: all when left out. */
export const clientChoice = z.object({
  only: z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(CLIENT_CHOICES)))
    .optional(),
});

export const clientPage = clientChoice.extend({
  after: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const clientResult = z.object({
  seq: z.int(),
  external_id: z.string().nullable(),
  name: z.string(),
  email: z.string().nullable(),
  /** Where it stands. */
  file: z.string(),
  line: z.int(),
  result: z.enum([...RESULTS, 'unknown']),
  /** What a look into the CRM found; null when nobody looked. */
  found: z.enum(FOUND).nullable(),
  /** Fields that are not as they were sent. */
  differences: z.array(z.object({ field: z.string(), ours: z.string(), theirs: z.string() })),
});
export type ClientResultWire = z.infer<typeof clientResult>;

/** `GET /api/imports/{uid}/clients`; the same as CSV is at `/api/imports/{uid}/clients.csv`. */
export const clientResults = z.object({
  clients: z.array(clientResult),
  next_after: z.int().nullable(),
});
export type ClientResultsWire = z.infer<typeof clientResults>;

// --- What a person may do next ------------------------------------------------------------------------------------------

/** `GET /api/imports/{uid}/retry`: what would be sent again. */
export const retryQuery = z.object({ unknown: z.enum(['true', 'false']).optional() });
export const retryPlan = z.object({
  /** To be sent. */
  clients: count,
  failed: count,
  missing: count,
  /** Whether asked for or not. */
  unknown: count,
  /** The CRM recognises these when it has them. */
  with_email: count,
  without_email: count,
  override: z.boolean(),
  /** Imports that sent clients of this list again before, newest first. */
  earlier: z.array(uid),
});
export type RetryPlanWire = z.infer<typeof retryPlan>;

/**
 * `POST /api/imports/{uid}/retry`: `unknown` sends those too of which nothing is known; `confirm` must be the number of clients
 * of the plan.
 */
export const retryRequest = z.strictObject({ unknown: z.boolean(), confirm: z.int().min(1) });

/** `GET /api/imports/{uid}/continue`: how an import would go on. */
export const continuation = z.object({
  part: z.int().min(1),
  parts: z.int().min(1),
  /** Of that part. */
  clients: count,
  /** The part was begun before and did not end well, so that all of it is offered once more. */
  again: z.boolean(),
  /** Clients of the part that went out before, and that the CRM recognises when it has them. */
  with_email: count,
  /** The others that went out before: the CRM creates them again if it has them. */
  without_email: count,
  override: z.boolean(),
});
export type ContinuationWire = z.infer<typeof continuation>;

/** `GET /api/imports/{uid}/undo`: what could be taken back. */
export const undoPlan = z.object({
  /** Created by this import and not changed since. */
  created: count,
  /** Created by this import and changed since; only deleted on a person's word. */
  changed_since: count,
  /** Were there before, and were overwritten; they stay. */
  overridden: count,
  /** Of those, with the values before. */
  overridden_known: count,
  /** Of which it is not known whether this import created them; they stay. */
  unknown: count,
  /** The first of those that would be deleted. */
  clients: z.array(
    z.object({ external_id: z.string().nullable(), name: z.string(), changed: z.boolean() }),
  ),
});
export type UndoPlanWire = z.infer<typeof undoPlan>;

/** `POST /api/imports/{uid}/undo`: `confirm` must be the number of clients that would be deleted. */
export const undoRequest = z.strictObject({
  confirm: z.int().min(1),
  also_changed: z.boolean(),
});
