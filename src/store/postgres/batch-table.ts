import pg from 'pg';

/** What a row of a batch's table is. */
export const CLIENT = 'c';
export const MERGED = 'm';
export const REJECT = 'r';
export const WARNING = 'w';
export type RowKind = typeof CLIENT | typeof MERGED | typeof REJECT | typeof WARNING;

/** Identifiers are cut at 63 bytes, and two that are cut may be one. */
const NAMEABLE = /^[\w-]{1,50}$/;

/**
 * The name of the table that holds a batch's rows, quoted for SQL; undefined for an id that no batch of this store can have.
 * See docs/adr/0008-postgresql.md for why every batch has a table of its own.
 */
export function batchTable(batchId: string): string | undefined {
  return NAMEABLE.test(batchId) ? pg.escapeIdentifier(`batch_${batchId}`) : undefined;
}

/**
 * One table for everything of a batch, so that one COPY writes it. `no` counts from 1 within a kind and is the sequence
 * number of a client; `client` is the sequence number that a merged record belongs to; `checksum` is of `json`.
 */
export const createBatchTable = (table: string): string => `
  CREATE TABLE ${table} (
    kind      text COLLATE "C" NOT NULL,
    no        integer NOT NULL,
    file      integer NOT NULL,
    record    integer NOT NULL,
    line      integer NOT NULL,
    client    integer,
    checksum  integer NOT NULL,
    columns   text NOT NULL,
    json      text NOT NULL
  )`;

/** Made once all rows are there, which is quicker than keeping it up to date. */
export const indexBatchTable = (table: string): string =>
  `ALTER TABLE ${table} ADD PRIMARY KEY (kind, no)`;

/** Reads rows in the text format of COPY, columns in the order of `copy-rows.ts`. */
export const copyIntoBatchTable = (table: string): string =>
  `COPY ${table} (kind, no, file, record, line, client, checksum, columns, json) FROM STDIN`;
