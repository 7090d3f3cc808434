import type Database from 'better-sqlite3';
import { LIVE_JOB_STATES } from '../../jobs/job.js';
import { OPEN_STATES, SESSION_STATES } from '../../sessions/session.js';
import { chainOlderAudit } from './chain-older-audit.js';

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');

/** States of an open session, and of a live job, as lists in SQL: with just these words a query finds the partial indexes. */
export const OPEN_STATES_SQL = quoted(OPEN_STATES);
export const LIVE_STATES_SQL = quoted(LIVE_JOB_STATES);

/** SQL, or what SQL alone cannot do, within the transaction of the migration. */
type Step = string | ((db: Database.Database) => void);

/**
 * Numbered migrations, each of one step or several; the database's `user_version` is how many have run. Append, never edit.
 */
export const MIGRATIONS: readonly (Step | readonly Step[])[] = [
  `
  CREATE TABLE batches (
    id            TEXT PRIMARY KEY,
    business_uid  TEXT NOT NULL,
    content_key   TEXT NOT NULL,
    accepted      INTEGER NOT NULL,
    summary       TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    UNIQUE (business_uid, content_key)
  ) STRICT;

  CREATE TABLE sessions (
    id              TEXT PRIMARY KEY,
    version         INTEGER NOT NULL,
    business_uid    TEXT NOT NULL,
    batch_id        TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN (${quoted(SESSION_STATES)})),
    details         TEXT NOT NULL,
    created_at      TEXT NOT NULL,
    last_polled_at  TEXT
  ) STRICT;

  CREATE UNIQUE INDEX one_open_session_per_business
    ON sessions (business_uid) WHERE state IN (${OPEN_STATES_SQL});
  CREATE INDEX sessions_by_business ON sessions (business_uid, created_at);
  CREATE INDEX sessions_by_batch ON sessions (batch_id);

  CREATE TABLE ledger (
    id              INTEGER PRIMARY KEY,
    session_id      TEXT NOT NULL REFERENCES sessions (id),
    polled_at       TEXT NOT NULL,
    page            INTEGER NOT NULL,
    page_size       INTEGER NOT NULL,
    status          INTEGER NOT NULL,
    first_seq       INTEGER,
    last_seq        INTEGER,
    sent_whole      INTEGER NOT NULL CHECK (sent_whole IN (0, 1)),
    duration_ms     REAL NOT NULL,
    unknown_params  TEXT NOT NULL,
    user_agent      TEXT
  ) STRICT;
  CREATE INDEX ledger_by_session ON ledger (session_id, first_seq, last_seq);
  `,
  `
  CREATE TABLE mappings (
    business_uid  TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    mapping       TEXT NOT NULL,
    PRIMARY KEY (business_uid, fingerprint)
  ) STRICT, WITHOUT ROWID;

  UPDATE batches SET summary = json_set(
    summary,
    '$.mode', 'store',
    '$.counts.merged', 0,
    '$.counts.clients', json_extract(summary, '$.counts.accepted'),
    '$.counts.unmatchedValues', json('{}')
  );
  ALTER TABLE batches RENAME COLUMN accepted TO clients;
  `,
  `
  CREATE TABLE drafts (
    id            TEXT PRIMARY KEY,
    version       INTEGER NOT NULL,
    business_uid  TEXT NOT NULL,
    expires_at    TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    body          TEXT NOT NULL
  ) STRICT;
  CREATE INDEX drafts_by_business ON drafts (business_uid, created_at);
  CREATE INDEX drafts_by_expiry ON drafts (expires_at);

  CREATE TABLE notes (
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL,
    body        TEXT NOT NULL,
    expires_at  TEXT NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX notes_by_expiry ON notes (expires_at);

  CREATE TABLE audit (
    id               INTEGER PRIMARY KEY,
    at               TEXT NOT NULL,
    business_uid     TEXT NOT NULL,
    staff_uid        TEXT NOT NULL,
    impersonated_by  TEXT,
    action           TEXT NOT NULL,
    subject          TEXT
  ) STRICT;
  CREATE INDEX audit_by_business ON audit (business_uid, at);
  `,
  `
  ALTER TABLE batches ADD COLUMN is_kept INTEGER NOT NULL DEFAULT 1 CHECK (is_kept IN (0, 1));
  `,
  [
    `
  ALTER TABLE sessions ADD COLUMN import_id TEXT;
  ALTER TABLE sessions ADD COLUMN continues TEXT;
  ALTER TABLE sessions ADD COLUMN host_session_id TEXT;
  ALTER TABLE sessions ADD COLUMN parts_left INTEGER NOT NULL DEFAULT 0;
  UPDATE sessions SET
    import_id = id,
    host_session_id = json_extract(details, '$.hostSessionId'),
    details = json_set(details, '$.importId', id, '$.parts', 1, '$.wipeWhenDone', json('false'));
  CREATE UNIQUE INDEX one_session_continues ON sessions (continues) WHERE continues IS NOT NULL;
  CREATE INDEX sessions_by_import ON sessions (import_id, state, parts_left);
  CREATE INDEX imports_by_time ON sessions (created_at) WHERE id = import_id;
  CREATE INDEX sessions_by_host_id ON sessions (host_session_id) WHERE host_session_id IS NOT NULL;
  CREATE INDEX sessions_to_continue ON sessions (state) WHERE parts_left > 0;

  CREATE TABLE reports (
    id               INTEGER PRIMARY KEY,
    digest           TEXT NOT NULL UNIQUE,
    session_id       TEXT,
    host_session_id  TEXT,
    received_at      TEXT NOT NULL,
    body             TEXT NOT NULL
  ) STRICT;
  CREATE INDEX reports_by_session ON reports (session_id) WHERE session_id IS NOT NULL;
  CREATE INDEX reports_by_host_id ON reports (host_session_id) WHERE host_session_id IS NOT NULL;

  CREATE TABLE jobs (
    id            TEXT PRIMARY KEY,
    version       INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    business_uid  TEXT NOT NULL,
    batch_id      TEXT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    import_id     TEXT,
    state         TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    body          TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX one_live_job_of_a_kind
    ON jobs (business_uid, kind) WHERE state IN (${LIVE_STATES_SQL});
  CREATE INDEX jobs_by_business ON jobs (business_uid, created_at);
  CREATE INDEX jobs_by_batch ON jobs (batch_id);
  CREATE INDEX jobs_by_import ON jobs (import_id) WHERE import_id IS NOT NULL;

  CREATE TABLE job_items (
    job_id  TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    key     INTEGER NOT NULL,
    state   TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (job_id, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX job_items_by_state ON job_items (job_id, state);

  CREATE TABLE notices (
    id         TEXT PRIMARY KEY,
    version    INTEGER NOT NULL,
    channel    TEXT NOT NULL,
    import_id  TEXT NOT NULL,
    state      TEXT NOT NULL,
    due_at     TEXT NOT NULL,
    body       TEXT NOT NULL,
    UNIQUE (import_id, channel)
  ) STRICT;
  CREATE INDEX notices_by_time ON notices (due_at) WHERE state = 'waiting';

  ALTER TABLE audit ADD COLUMN hash TEXT;
  CREATE INDEX audit_chains ON audit (business_uid, id);
  `,
    chainOlderAudit,
    `
  CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
  CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

  ALTER TABLE batches ADD COLUMN keep_until TEXT;
  `,
  ],
  // The sessions of a business in the order in which they came to be.
  `
  DROP INDEX sessions_by_business;
  CREATE INDEX sessions_by_business ON sessions (business_uid);
  `,
];

/** How far this program brings a control database. */
export const STORE_VERSION = MIGRATIONS.length;
