import { OPEN_STATES, SESSION_STATES } from '../../sessions/session.js';

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');

/** The states of an open session, as a list in SQL. */
export const OPEN_STATES_SQL = quoted(OPEN_STATES);

/**
 * Numbered migrations, the first is 1. Append, never edit. Texts that are compared or sorted have the collation "C": bytes
 * decide, whatever the language of the server. JSON is kept as text, so that it comes back byte for byte.
 */
export const MIGRATIONS: readonly string[] = [
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
];
