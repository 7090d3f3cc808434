import { z } from 'zod';
import { ROLES } from '../../sign-in/identity.js';

/**
 * What goes over the wire under `/api`, as schemas: the routes answer and check with them, `/api/openapi.json` is drawn from
 * them, and the staff page takes its types from them. Names are snake_case, times UTC in ISO 8601, counts whole numbers.
 * Status words and the fields of a session follow Plannr's import resource and the host's own vocabulary.
 */

const time = z.iso.datetime();
const uid = z.string().min(1).max(100);
/** An id of ours in a request. */
const ownUid = z.string().regex(/^[\w-]{1,100}$/, 'is no id');

/** Every refusal. `code` is one of `errors.ts`, or `not_found`, `bad_request`, `internal`; the page translates by it. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    request_id: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** Something wrong or noteworthy about a record; `code` is one of those in `docs/profiles.md`. */
export const issue = z.object({
  code: z.string(),
  line: z.int(),
  /** Header text; null when the whole record is meant. */
  column: z.string().nullable(),
  message: z.string(),
  hint: z.string(),
});
export type IssueWire = z.infer<typeof issue>;

// --- Getting in ---------------------------------------------------------------------------------------------------------

export const role = z.enum(ROLES);

/**
 * `POST /api/sign-in`: exactly one of a compact JWS of the host, the one-time code that the sign-in window hands over, or such
 * a code from the page's address, which is good only with the cookie of the browser that began.
 */
export const signInRequest = z.union([
  z.strictObject({ jws: z.string().max(8_000) }),
  z.strictObject({ code: z.string().max(200) }),
  z.strictObject({ address_code: z.string().max(200) }),
]);

/** The app's own short token. The page keeps it in memory and sends it as `Authorization: Bearer`. */
export const signedIn = z.object({
  token: z.string(),
  expires_at: time,
});
export type SignedInWire = z.infer<typeof signedIn>;

/** `GET /api/me` */
export const me = z.object({
  business_uid: uid,
  business_name: z.string().nullable(),
  staff_uid: uid,
  role,
  /** Somebody else, such as support, acts as this staff member; null when nobody does. */
  impersonated_by: z.string().nullable(),
  /** Whether we hold a token of the host for this staff member: without it nothing can be imported before signing in there. */
  connected: z.boolean(),
  expires_at: time,
  limits: z.object({
    upload_bytes: z.int(),
    files_per_draft: z.int(),
    clients_per_session: z.int(),
  }),
});
export type MeWire = z.infer<typeof me>;

// --- What columns can feed ----------------------------------------------------------------------------------------------

/** `GET /api/fields` */
export const fields = z.object({
  targets: z.array(
    z.object({
      key: z.string(),
      /** `one`: a single column; `first`: the first that is not blank; `all`: every column counts. */
      merge: z.enum(['one', 'first', 'all']),
      /** The business's own label of the field that it becomes, when the host tells one. */
      label: z.string().nullable(),
      meaning: z.string(),
    }),
  ),
  /** The business's own fields; null when the host does not tell them now. */
  custom: z
    .array(
      z.object({
        label: z.string(),
        type: z.string(),
        options: z.array(z.string()),
        of_matter: z.boolean(),
      }),
    )
    .nullable(),
});
export type FieldsWire = z.infer<typeof fields>;

/** `GET /api/profiles`; an empty list of one is at `/api/profiles/{name}/template.csv`. */
export const profiles = z.object({
  profiles: z.array(
    z.object({ name: z.string(), title: z.string(), columns: z.array(z.string()) }),
  ),
});
export type ProfilesWire = z.infer<typeof profiles>;

// --- Drafts: what staff prepare -----------------------------------------------------------------------------------------

/** How a file is to be read; what is left out or null is found by itself. */
export const readChoice = z.strictObject({
  encoding: z.string().max(40).nullable().optional(),
  delimiter: z.string().max(10).nullable().optional(),
  sheet: z.string().max(200).nullable().optional(),
  /** 1 for the first line; 0 when the file has no header. */
  header_line: z.int().min(0).max(1_000).nullable().optional(),
  /** Names of the files of a ZIP that are left out. */
  skip: z.array(z.string().max(500)).max(100).optional(),
});

const problem = z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() });
export type ProblemWire = z.infer<typeof problem>;

export const draftFile = z.object({
  uid,
  name: z.string(),
  bytes: z.int(),
  read: readChoice,
  /** The files of a ZIP that could be lists, the left-out ones too; empty for other files. */
  entries: z.array(z.object({ name: z.string(), included: z.boolean() })),
  /** Names of the sheets of a workbook; empty for other files. */
  sheets: z.array(z.string()),
  /** Why it cannot be read; null when it can. */
  problem: problem.nullable(),
});

export const draftColumn = z.object({
  /** 0-based position in the header. */
  index: z.int(),
  name: z.string(),
  /** The target or the label of a custom field; null when the column is not imported. */
  field: z.string().nullable(),
  /** It describes the things or persons served under a client rather than the client. */
  of_matter: z.boolean(),
  /** From 0 to 1. */
  confidence: z.number(),
  reason: z.string(),
  /** Whether a person has decided it. */
  chosen: z.boolean(),
  /** Up to five cells that are not blank, different ones. */
  samples: z.array(z.string()),
  /** The different values when there are at most 50 in the sample, for value maps; else empty. */
  values: z.array(z.string()),
});
export type DraftColumnWire = z.infer<typeof draftColumn>;

export const draftSource = z.object({
  /** Unique in the draft; `export.zip/clients.csv` inside a ZIP. */
  name: z.string(),
  file_uid: uid,
  form: z.enum(['csv', 'xlsx', 'vcard']),
  encoding: z.string(),
  encoding_reason: z.string(),
  delimiter: z.string().nullable(),
  header_line: z.int(),
  title_lines: z.int(),
  /** Rows at the top of the file, as cells, for choosing the header line. */
  top_rows: z.array(z.object({ line: z.int(), cells: z.array(z.string()) })),
  /** The first records below the header. */
  preview: z.array(z.object({ line: z.int(), cells: z.array(z.string()) })),
  /** The layout: `auto` or what a person chose. */
  profile_choice: z.string(),
  /** Null when the layout is unknown. */
  profile: z.object({ name: z.string(), title: z.string() }).nullable(),
  /** Why it is that layout, or why none was found. */
  reason: z.string(),
  hint: z.string().nullable(),
  /** Every column is known for certain from a known layout, so nothing needs to be looked at. */
  exact: z.boolean(),
  /** When the layout is unknown, what a person has said of them stands there alone. */
  columns: z.array(draftColumn),
  /** The first records as clients: keys and values as the CRM would get them. */
  clients: z.array(z.object({ line: z.int(), fields: z.array(z.tuple([z.string(), z.string()])) })),
});
export type DraftSourceWire = z.infer<typeof draftSource>;

export const valueMap = z.strictObject({
  /** Header text. */
  column: z.string().max(500),
  /** As pairs, since a value may have any name. */
  pairs: z.array(z.tuple([z.string().max(2_000), z.string().max(2_000)])).max(1_000),
});

/** A staging that runs, or how the last one ended. */
export const staging = z.object({
  state: z.enum(['running', 'done', 'failed']),
  records: z.int(),
  bytes: z.int(),
  total_bytes: z.int(),
  started_at: time,
  problem: problem.nullable(),
});

export const ON_DUPLICATE = ['keep-first', 'keep-last', 'reject', 'keep'] as const;

export const draft = z.object({
  uid,
  /** Raised by one with every change. */
  version: z.int(),
  created_by: uid,
  created_at: time,
  updated_at: time,
  /** When it and its files are removed if nobody touches it. */
  expires_at: time,
  files: z.array(draftFile),
  /** The tables of the files that can be read. */
  sources: z.array(draftSource),
  on_duplicate: z.enum(ON_DUPLICATE),
  value_maps: z.array(valueMap),
  /** Different cells that were corrected since the last staging and in all, and edits that can be undone. */
  corrections: z.object({ pending: z.int(), total: z.int(), undoable: z.int() }),
  staging: staging.nullable(),
  /** What the last staging came to; null before. */
  batch_uid: uid.nullable(),
  /** The draft was changed since: it must be staged again before it can be imported. */
  is_stale: z.boolean(),
});
export type DraftWire = z.infer<typeof draft>;

export const drafts = z.object({
  drafts: z.array(
    draft
      .pick({ uid: true, created_by: true, created_at: true, updated_at: true, expires_at: true })
      .extend({
        files: z.array(z.string()),
        batch_uid: uid.nullable(),
      }),
  ),
});
export type DraftsWire = z.infer<typeof drafts>;

/** A file is read one way. */
const isEachOnce = (files: readonly { uid: string }[]): boolean =>
  new Set(files.map((file) => file.uid)).size === files.length;

/** `PATCH /api/drafts/{uid}`: what is left out stays as it is. Answers the draft. */
export const draftChange = z.strictObject({
  files: z
    .array(z.strictObject({ uid, read: readChoice }))
    .max(100)
    .refine(isEachOnce, 'names a file twice')
    .optional(),
  sources: z
    .array(
      z.strictObject({
        name: z.string().max(1_000),
        /** `auto` or the name of a layout; takes back the choices of columns. */
        profile: z.string().max(100).optional(),
        /** `field` null: do not import. Of two columns for a target that takes one, the later choice stands. */
        columns: z
          .array(
            z.strictObject({
              index: z.int().min(0).max(10_000),
              field: z.string().max(500).nullable(),
            }),
          )
          .max(10_000)
          .optional(),
      }),
    )
    .max(500)
    .optional(),
  value_maps: z.array(valueMap).max(500).optional(),
  on_duplicate: z.enum(ON_DUPLICATE).optional(),
});
export type DraftChangeWire = z.infer<typeof draftChange>;

/** `GET /api/drafts/{uid}/rejects?after=0&limit=50&code=email`: `after` is the `id` of the last one seen. */
export const draftReject = z.object({
  id: z.int(),
  source: z.string(),
  record: z.int(),
  line: z.int(),
  /** As they stand now, corrections included, as wide as the header at least. */
  cells: z.array(z.string()),
  /** Positions of the corrected cells. */
  corrected: z.array(z.int()),
  /** What is wrong with it now; empty when it will be accepted as far as one record alone can tell. */
  issues: z.array(issue),
});
export type DraftRejectWire = z.infer<typeof draftReject>;

export const draftRejects = z.object({
  rejects: z.array(draftReject),
  /** Null at the end. */
  next_after: z.int().nullable(),
  /** Header of each source that occurs. */
  headers: z.array(z.object({ source: z.string(), columns: z.array(z.string()) })),
});
export type DraftRejectsWire = z.infer<typeof draftRejects>;

/** `GET /api/drafts/{uid}/rejects/causes`: rejected records by the code of an issue; one with two issues counts for both. */
export const rejectCauses = z.object({ causes: z.record(z.string(), z.int()) });
export type RejectCausesWire = z.infer<typeof rejectCauses>;

/** `POST /api/drafts/{uid}/corrections`: corrects cells of one record; answers the record, checked at once. */
export const correction = z.strictObject({
  source: z.string().max(1_000),
  line: z.int().min(1),
  /** The `id` of the reject, by which it is found at once. */
  id: z.int().min(1).optional(),
  cells: z
    .array(z.strictObject({ index: z.int().min(0).max(10_000), value: z.string().max(10_000) }))
    .min(1)
    .max(1_000),
});

/** `POST /api/drafts/{uid}/corrections/replace`: in one column of all rejected records, cells that are exactly `find`. */
export const bulkReplace = z.strictObject({
  source: z.string().max(1_000),
  index: z.int().min(0).max(10_000),
  find: z.string().max(2_000),
  replace: z.string().max(2_000),
});

/** Answer to a bulk replace and to `DELETE /api/drafts/{uid}/corrections/last` (undo). */
export const correctionsChanged = z.object({ cells: z.int(), draft });
export type CorrectionsChanged = z.infer<typeof correctionsChanged>;

// --- Batches ------------------------------------------------------------------------------------------------------------

export const counts = z.object({
  records: z.int(),
  accepted: z.int(),
  merged: z.int(),
  rejected: z.int(),
  outside_slice: z.int(),
  blank_lines: z.int(),
  /** What the CRM would pull. */
  clients: z.int(),
  /** Rejected records by the code of their first issue. */
  rejected_by_cause: z.record(z.string(), z.int()),
  /** Of the accepted, by code. */
  warnings: z.record(z.string(), z.int()),
  /** By column, values that its value map does not know, with how often they occur. */
  unmatched_values: z.record(z.string(), z.record(z.string(), z.int())),
});
export type CountsWire = z.infer<typeof counts>;

export const batch = z.object({
  uid,
  created_at: time,
  files: z.array(z.object({ name: z.string(), profile: z.string(), header: z.array(z.string()) })),
  /** `store`: add clients; `update`: overwrite those that the CRM knows. */
  mode: z.enum(['store', 'update']),
  fields: z.array(z.string()),
  counts,
  /** The sessions that have handed it over, or tried to. */
  session_uids: z.array(uid),
});
export type BatchWire = z.infer<typeof batch>;

/** `GET /api/batches`, newest first; the rejects of one are at `/api/batches/{uid}/rejects.csv`. */
export const batches = z.object({ batches: z.array(batch) });
export type BatchesWire = z.infer<typeof batches>;

/** `GET /api/batches/{uid}/plan`: what an import would do, for telling a person before it happens. */
export const plan = z.object({
  clients: z.int(),
  rejected: z.int(),
  mode: z.enum(['store', 'update']),
  upload_type: z.enum(['single', 'multi']),
  /** Label by key, as it would be declared. */
  mapping: z.record(z.string(), z.string()),
  /** Keys that the CRM has no field for and would ignore; null when it does not tell its fields now. */
  unknown_fields: z.array(z.string()).nullable(),
  /** Neither e-mail nor phone is mapped, so the CRM cannot recognise clients that it has already. */
  unrecognisable: z.boolean(),
  /** Header texts of the columns that are not imported. */
  not_imported: z.array(z.string()),
  /** Imports that it takes, one after the other. */
  parts: z.int().min(1),
  /** For so long after the end of its import the list is kept. */
  kept_days: z.int(),
  /** Whether the list is removed as soon as its import is complete, unless a person says otherwise. */
  wipe_when_done: z.boolean(),
  /** Why it cannot be imported now (`batch_empty`, `batch_erased`, `session_open`, `session_too_fresh`, `not_connected`); null when it can. */
  obstacle: problem.nullable(),
});
export type PlanWire = z.infer<typeof plan>;

// --- Sessions: imports --------------------------------------------------------------------------------------------------

export const SESSION_STATUSES = [
  'prepared',
  'declared',
  'unknown',
  'serving',
  'stalled',
  'closed',
  'closed_early',
  'failed',
  'cancelled',
] as const;

export const session = z.object({
  uid,
  /** The import that it belongs to: the uid of its first session. */
  import_uid: uid,
  /** From 1 to `parts`. */
  part: z.int().min(1),
  parts: z.int().min(1),
  mode: z.enum(['store', 'update']),
  type: z.literal('clients'),
  status: z.enum(SESSION_STATUSES),
  /** Per cent of the clients handed over, rounded down. */
  progress: z.int().min(0).max(100),
  /** Records of the batch that were to become clients or were rejected. */
  total: z.int(),
  /** Clients handed over: in an answer that left whole. */
  done: z.int(),
  /** Records that were rejected while staging. */
  failed: z.int(),
  /** Clients not handed over yet. */
  remaining: z.int(),
  headers: z.array(z.string()),
  mapping: z.record(z.string(), z.string()),
  /** Path of the rejects file; null when there is no reject or the batch is gone. */
  error_report: z.string().nullable(),
  account: z.object({
    records: z.int(),
    accepted: z.int(),
    rejected: z.int(),
    merged: z.int(),
    clients: z.int(),
    handed_over: z.int(),
    polls: z.int(),
    /** Polls that were not answered with 200, and answers that did not leave whole. */
    troubled_polls: z.int(),
    flags: z.array(z.string()),
  }),
  /** null while it runs; `success`: all handed over and nothing rejected; `issues`: all handed over, some rejected or polls troubled; `failure`: not all handed over. */
  outcome: z.enum(['success', 'issues', 'failure']).nullable(),
  problem: z.string().nullable(),
  batch_uid: uid,
  staff_uid: uid.nullable(),
  files: z.array(z.string()),
  override: z.boolean(),
  send_email: z.boolean(),
  created_at: time,
  updated_at: time,
  closed_at: time.nullable(),
});
export type SessionWire = z.infer<typeof session>;

/** `GET /api/sessions`, newest first. */
export const sessions = z.object({ sessions: z.array(session) });
export type SessionsWire = z.infer<typeof sessions>;

/** `POST /api/sessions`: declares the import. Answers 201 with the session and warnings in plain words. */
export const sessionRequest = z.strictObject({
  batch_uid: ownUid,
  /** The draft that the batch came from: removed with its files once the CRM has accepted. */
  draft_uid: ownUid.optional(),
  override: z.boolean(),
  send_email: z.boolean(),
  /** Import the accepted ones and leave the rest, or nothing while anything is rejected (`rejects_left`). */
  rejects: z.enum(['leave', 'refuse']),
  /** A person's word that a list of more clients than the CRM takes at once goes over in several imports. */
  parts: z.boolean().optional(),
  /** Whether the list is removed here as soon as its import is complete; by the rule of the app when left out. */
  wipe_when_done: z.boolean().optional(),
});
export type SessionRequestWire = z.infer<typeof sessionRequest>;

export const sessionStarted = z.object({ session, warnings: z.array(z.string()) });
export type SessionStartedWire = z.infer<typeof sessionStarted>;

/** `GET /api/audit` (admin): who did what, newest first; no client data. */
export const audit = z.object({
  entries: z.array(
    z.object({
      at: time,
      staff_uid: z.string(),
      impersonated_by: z.string().nullable(),
      action: z.string(),
      subject: z.string().nullable(),
    }),
  ),
});
export type AuditWire = z.infer<typeof audit>;
