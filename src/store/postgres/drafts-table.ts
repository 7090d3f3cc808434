import type { Pool } from 'pg';
import type { Draft } from '../../drafts/draft.js';
import { draftFailure } from '../draft-failures.js';
import { keyText } from './key-text.js';

interface DraftRow {
  body: string;
}

/** Keeps a new draft. Columns hold what SQL asks for; `body` is the whole draft as JSON. Throws `disk_full`. */
export async function createDraft(pool: Pool, draft: Draft): Promise<void> {
  const { id, version, businessUid, expiresAt, createdAt } = draft;
  await writing(
    pool,
    `INSERT INTO drafts (id, version, business_uid, expires_at, created_at, body)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      keyText(id),
      version,
      keyText(businessUid),
      keyText(expiresAt),
      keyText(createdAt),
      JSON.stringify(draft),
    ],
  );
}

/** The draft of that id, if there is one. */
export async function findDraft(pool: Pool, id: string): Promise<Draft | undefined> {
  const { rows } = await pool.query<DraftRow>('SELECT body FROM drafts WHERE id = $1', [
    keyText(id),
  ]);
  return rows.map(parseDraft)[0];
}

/** Those of a business, newest first. */
export async function listDrafts(pool: Pool, businessUid: string): Promise<Draft[]> {
  const { rows } = await pool.query<DraftRow>(
    'SELECT body FROM drafts WHERE business_uid = $1 ORDER BY created_at DESC, no DESC',
    [keyText(businessUid)],
  );
  return rows.map(parseDraft);
}

/** The number of those of a business. */
export async function countDrafts(pool: Pool, businessUid: string): Promise<number> {
  const { rows } = await pool.query<{ drafts: number }>(
    'SELECT count(*)::int AS drafts FROM drafts WHERE business_uid = $1',
    [keyText(businessUid)],
  );
  return rows[0]?.drafts ?? 0;
}

/** Writes `draft` if the stored version is `draft.version - 1`; tells whether it did. Throws `disk_full`. */
export async function replaceDraft(pool: Pool, draft: Draft): Promise<boolean> {
  const { id, version, businessUid, expiresAt } = draft;
  const { rowCount } = await writing(
    pool,
    `UPDATE drafts SET version = $1, expires_at = $2, body = $3
     WHERE id = $4 AND business_uid = $5 AND version = $6`,
    [
      version,
      keyText(expiresAt),
      JSON.stringify(draft),
      keyText(id),
      keyText(businessUid),
      version - 1,
    ],
  );
  return rowCount === 1;
}

/** Removes a draft; harmless when there is none. */
export async function deleteDraft(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM drafts WHERE id = $1', [keyText(id)]);
}

/** Drafts whose time is over. */
export async function listExpiredDrafts(pool: Pool, now: string): Promise<Draft[]> {
  const { rows } = await pool.query<DraftRow>(
    'SELECT body FROM drafts WHERE expires_at <= $1 ORDER BY expires_at',
    [keyText(now)],
  );
  return rows.map(parseDraft);
}

const writing = (pool: Pool, statement: string, values: unknown[]) =>
  pool.query(statement, values).catch((error: unknown) => {
    throw draftFailure(error);
  });

const parseDraft = ({ body }: DraftRow): Draft => JSON.parse(body) as Draft;
