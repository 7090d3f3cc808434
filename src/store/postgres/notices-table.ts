import type { Pool } from 'pg';
import type { Notice, NoticeChannel } from '../../notices/notice.js';
import { keyText, nameOf } from './key-text.js';
import { OPEN_STATES_SQL } from './migrations.js';

interface NoticeRow {
  body: string;
}

/** Keeps a notice; tells whether it is the first of its import and channel. */
export async function addNotice(pool: Pool, notice: Notice): Promise<boolean> {
  const { id, channel, importId } = notice;
  const { rowCount } = await pool.query(
    `INSERT INTO notices (version, state, due_at, body, id, channel, import_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (import_id, channel) DO NOTHING`,
    [...columnsOf(notice), keyText(id), channel, keyText(importId)],
  );
  return rowCount === 1;
}

/** Waiting ones that are due by `now`, oldest first. */
export async function listDueNotices(pool: Pool, now: string, limit: number): Promise<Notice[]> {
  const { rows } = await pool.query<NoticeRow>(
    `SELECT body FROM notices WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at, no LIMIT $2`,
    [keyText(now), limit],
  );
  return rows.map(parseNotice);
}

/** Imports that began since a time, of which no session is open and that have no notice on that channel, oldest first. */
export async function listUntoldImports(
  pool: Pool,
  channel: NoticeChannel,
  since: string,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM sessions AS first
     WHERE id = import_id AND created_at >= $1
       AND NOT EXISTS (SELECT 1 FROM sessions AS open
                       WHERE open.import_id = first.id AND open.state IN (${OPEN_STATES_SQL}))
       AND NOT EXISTS (SELECT 1 FROM notices WHERE notices.import_id = first.id AND channel = $2)
     ORDER BY created_at, no`,
    [keyText(since), channel],
  );
  return rows.map(({ id }) => nameOf(id));
}

/** Those of an import, oldest first. */
export async function listNotices(pool: Pool, importId: string): Promise<Notice[]> {
  const { rows } = await pool.query<NoticeRow>(
    'SELECT body FROM notices WHERE import_id = $1 ORDER BY no',
    [keyText(importId)],
  );
  return rows.map(parseNotice);
}

/** Writes `notice` if the stored version is `notice.version - 1`; tells whether it did. */
export async function replaceNotice(pool: Pool, notice: Notice): Promise<boolean> {
  const { id, version } = notice;
  const { rowCount } = await pool.query(
    'UPDATE notices SET version = $1, state = $2, due_at = $3, body = $4 WHERE id = $5 AND version = $6',
    [...columnsOf(notice), keyText(id), version - 1],
  );
  return rowCount === 1;
}

/** What changes with a notice, in the order of the statements. */
const columnsOf = (notice: Notice): (string | number)[] => [
  ...[notice.version, notice.state, keyText(notice.dueAt)],
  JSON.stringify(notice),
];

const parseNotice = ({ body }: NoticeRow): Notice => JSON.parse(body) as Notice;
