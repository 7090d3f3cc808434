import type { Pool } from 'pg';
import type { Note, NoteKind } from '../../sign-in/sign-in-store.js';
import { keyText } from './key-text.js';

interface NoteRow {
  /** As JSON, which can hold every character. */
  body: string;
  expires_at: string;
}

const UPSERT = `INSERT INTO notes (kind, key, body, expires_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at`;

/** Keeps a note; one that is there stands, unless it is over by `now`. Tells whether it was kept. */
export async function addNote(pool: Pool, note: Note, now = ''): Promise<boolean> {
  const { rowCount } = await pool.query(`${UPSERT} WHERE notes.expires_at <= $5`, [
    ...valuesOf(note),
    now,
  ]);
  return rowCount === 1;
}

/** Keeps a note, in place of an earlier one. */
export async function putNote(pool: Pool, note: Note): Promise<void> {
  await pool.query(UPSERT, valuesOf(note));
}

/** Gives the note and removes it, unless it is over; of many who ask at once one gets it. */
export async function takeNote(
  pool: Pool,
  kind: NoteKind,
  key: string,
  now: string,
): Promise<Note | undefined> {
  const { rows } = await pool.query<NoteRow>(
    `DELETE FROM notes WHERE kind = $1 AND key = $2 AND expires_at > $3
     RETURNING body, expires_at`,
    [kind, keyText(key), now],
  );
  return rows.map((row) => presentNote(kind, key, row))[0];
}

/** The note, unless there is none or it is over. */
export async function findNote(
  pool: Pool,
  kind: NoteKind,
  key: string,
  now: string,
): Promise<Note | undefined> {
  const { rows } = await pool.query<NoteRow>(
    'SELECT body, expires_at FROM notes WHERE kind = $1 AND key = $2 AND expires_at > $3',
    [kind, keyText(key), now],
  );
  return rows.map((row) => presentNote(kind, key, row))[0];
}

/** Removes a note; harmless when there is none. */
export async function deleteNote(pool: Pool, kind: NoteKind, key: string): Promise<void> {
  await pool.query('DELETE FROM notes WHERE kind = $1 AND key = $2', [kind, keyText(key)]);
}

/** Removes notes that are over; gives their number. */
export async function sweepNotes(pool: Pool, now: string): Promise<number> {
  const { rowCount } = await pool.query('DELETE FROM notes WHERE expires_at <= $1', [now]);
  return rowCount ?? 0;
}

const valuesOf = ({ kind, key, body, expiresAt }: Note): string[] => [
  kind,
  keyText(key),
  JSON.stringify(body),
  expiresAt,
];

const presentNote = (kind: NoteKind, key: string, row: NoteRow): Note => ({
  kind,
  key,
  body: JSON.parse(row.body) as string,
  expiresAt: row.expires_at,
});
