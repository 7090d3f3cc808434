import type { ClientBase } from 'pg';
import { LIVE_JOB_STATES } from '../../jobs/job.js';
import { OPEN_STATES, SESSION_STATES } from '../../sessions/session.js';
import { chainOlderAudit } from './chain-older-audit.js';

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');

/** States of an open session, and of a live job, as lists in SQL: with just these words a query finds the partial indexes. */
export const OPEN_STATES_SQL = quoted(OPEN_STATES);
export const LIVE_STATES_SQL = quoted(LIVE_JOB_STATES);

/** SQL, or what SQL alone cannot do, within the transaction of the migration. */
type Step = string | ((db: ClientBase) => Promise<void>);

/**
 * Numbered migrations, the first is 1, each of one step or several. Append, never edit. Texts that are compared or sorted have the collation "C": bytes
 * decide, whatever the language of the server. JSON is kept as text, so that it comes back byte for byte, and is not read
 * here: PostgreSQL refuses JSON that names the character NUL.
 */
export const MIGRATIONS: readonly (Step | readonly Step[])[] = [
  `
  CREATE TABLE batches (
    no            bigint GENERATED ALWAYS AS IDENTITY,
    id            text COLLATE "C" PRIMARY KEY,
    business_uid  text COLLATE "C" NOT NULL,
    content_key   text COLLATE "C" NOT NULL,
    clients       integer NOT NULL,
    summary       text NOT NULL,
    created_at    text COLLATE "C" NOT NULL,
    CONSTRAINT one_batch_per_content UNIQUE (business_uid, content_key)
  );

  CREATE TABLE sessions (
    no              bigint GENERATED ALWAYS AS IDENTITY,
    id              text COLLATE "C" PRIMARY KEY,
    version         integer NOT NULL,
    business_uid    text COLLATE "C" NOT NULL,
    batch_id        text COLLATE "C" NOT NULL,
    state           text NOT NULL CHECK (state IN (${quoted(SESSION_STATES)})),
    details         text NOT NULL,
    created_at      text COLLATE "C" NOT NULL,
    last_polled_at  text COLLATE "C"
  );
  CREATE UNIQUE INDEX one_open_session_per_business
    ON sessions (business_uid) WHERE state IN (${OPEN_STATES_SQL});
  CREATE INDEX sessions_by_business ON sessions (business_uid, created_at);
  CREATE INDEX sessions_by_batch ON sessions (batch_id);

  CREATE TABLE ledger (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id      text COLLATE "C" NOT NULL REFERENCES sessions (id),
    polled_at       text NOT NULL,
    page            integer NOT NULL,
    page_size       integer NOT NULL,
    status          integer NOT NULL,
    first_seq       integer,
    last_seq        integer,
    sent_whole      boolean NOT NULL,
    duration_ms     double precision NOT NULL,
    unknown_params  text NOT NULL,
    user_agent      text
  );
  CREATE INDEX ledger_by_session ON ledger (session_id, first_seq, last_seq);

  CREATE TABLE mappings (
    business_uid  text COLLATE "C" NOT NULL,
    fingerprint   text COLLATE "C" NOT NULL,
    mapping       text NOT NULL,
    PRIMARY KEY (business_uid, fingerprint)
  );
  `,
  `
  CREATE TABLE drafts (
    no            bigint GENERATED ALWAYS AS IDENTITY,
    id            text COLLATE "C" PRIMARY KEY,
    version       integer NOT NULL,
    business_uid  text COLLATE "C" NOT NULL,
    expires_at    text COLLATE "C" NOT NULL,
    created_at    text COLLATE "C" NOT NULL,
    body          text NOT NULL
  );
  CREATE INDEX drafts_by_business ON drafts (business_uid, created_at);
  CREATE INDEX drafts_by_expiry ON drafts (expires_at);

  CREATE TABLE upload_chunks (
    upload_id   text COLLATE "C" NOT NULL,
    seq         integer NOT NULL,
    bytes       bytea NOT NULL,
    written_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (upload_id, seq)
  );
  CREATE INDEX uploads_by_end ON upload_chunks (written_at) WHERE octet_length(bytes) = 0;

  CREATE TABLE notes (
    kind        text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL,
    body        text NOT NULL,
    expires_at  text COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, key)
  );
  CREATE INDEX notes_by_expiry ON notes (expires_at);

  CREATE TABLE audit (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at               text COLLATE "C" NOT NULL,
    business_uid     text COLLATE "C" NOT NULL,
    staff_uid        text COLLATE "C" NOT NULL,
    impersonated_by  text COLLATE "C",
    action           text COLLATE "C" NOT NULL,
    subject          text COLLATE "C"
  );
  CREATE INDEX audit_by_business ON audit (business_uid, at, id);

  ALTER TABLE ledger ADD COLUMN entry_id text COLLATE "C";
  CREATE UNIQUE INDEX one_row_per_entry ON ledger (entry_id) WHERE entry_id IS NOT NULL;
  `,
  `
  ALTER TABLE batches ADD COLUMN is_kept boolean NOT NULL DEFAULT true;
  `,
  [
    `
  ALTER TABLE sessions
    ADD COLUMN import_id        text COLLATE "C",
    ADD COLUMN continues        text COLLATE "C",
    ADD COLUMN host_session_id  text COLLATE "C",
    ADD COLUMN parts_left       integer NOT NULL DEFAULT 0;
  UPDATE sessions SET
    import_id = id,
    host_session_id = substring(details FROM '"hostSessionId":"([^"\\\\]+)"'),
    details = left(details, -1) || ',"importId":' || to_json(id)::text || ',"parts":1,"wipeWhenDone":false}';
  CREATE UNIQUE INDEX one_session_continues ON sessions (continues) WHERE continues IS NOT NULL;
  CREATE INDEX sessions_by_import ON sessions (import_id, state, parts_left);
  CREATE INDEX imports_by_time ON sessions (created_at) WHERE id = import_id;
  CREATE INDEX sessions_by_host_id ON sessions (host_session_id) WHERE host_session_id IS NOT NULL;
  CREATE INDEX sessions_to_continue ON sessions (state) WHERE parts_left > 0;

  CREATE TABLE reports (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest           text COLLATE "C" NOT NULL UNIQUE,
    session_id       text COLLATE "C",
    host_session_id  text COLLATE "C",
    received_at      text COLLATE "C" NOT NULL,
    body             text NOT NULL
  );
  CREATE INDEX reports_by_session ON reports (session_id) WHERE session_id IS NOT NULL;
  CREATE INDEX reports_by_host_id ON reports (host_session_id) WHERE host_session_id IS NOT NULL;

  CREATE TABLE jobs (
    no            bigint GENERATED ALWAYS AS IDENTITY,
    id            text COLLATE "C" PRIMARY KEY,
    version       integer NOT NULL,
    kind          text NOT NULL,
    business_uid  text COLLATE "C" NOT NULL,
    batch_id      text COLLATE "C" NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    import_id     text COLLATE "C",
    state         text NOT NULL,
    created_at    text COLLATE "C" NOT NULL,
    body          text NOT NULL
  );
  CREATE UNIQUE INDEX one_live_job_of_a_kind
    ON jobs (business_uid, kind) WHERE state IN (${LIVE_STATES_SQL});
  CREATE INDEX jobs_by_business ON jobs (business_uid, created_at);
  CREATE INDEX jobs_by_batch ON jobs (batch_id);
  CREATE INDEX jobs_by_import ON jobs (import_id) WHERE import_id IS NOT NULL;

  CREATE TABLE job_items (
    job_id  text COLLATE "C" NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    key     bigint NOT NULL,
    state   text NOT NULL,
    body    text NOT NULL,
    PRIMARY KEY (job_id, key)
  );
  CREATE INDEX job_items_by_state ON job_items (job_id, state, key);

  CREATE TABLE notices (
    no         bigint GENERATED ALWAYS AS IDENTITY,
    id         text COLLATE "C" PRIMARY KEY,
    version    integer NOT NULL,
    channel    text NOT NULL,
    import_id  text COLLATE "C" NOT NULL,
    state      text NOT NULL,
    due_at     text COLLATE "C" NOT NULL,
    body       text NOT NULL,
    CONSTRAINT one_notice_per_channel UNIQUE (import_id, channel)
  );
  CREATE INDEX notices_by_time ON notices (due_at) WHERE state = 'waiting';

  ALTER TABLE audit ADD COLUMN hash text COLLATE "C";
  CREATE INDEX audit_chains ON audit (business_uid, id);
  `,
    chainOlderAudit,
    `
  CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;
  CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

  ALTER TABLE batches ADD COLUMN keep_until text COLLATE "C";
  `,
  ],
  // The sessions of a business in the order in which they came to be.
  `
  DROP INDEX sessions_by_business;
  CREATE INDEX sessions_by_business ON sessions (business_uid, no);
  `,
];
