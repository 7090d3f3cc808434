import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import type { LocalUpload } from '../../drafts/draft-store.js';
import { CHUNK_BYTES, chunksOf } from '../byte-chunks.js';
import { uploadFailure, uploadMissing } from '../draft-failures.js';
import { keyText, nameOf } from './key-text.js';
import { createPrivateFile } from './private-file.js';
import { inTransaction } from './transaction.js';

/**
 * Keeps the bytes of an upload whole or not at all, under a new id; gives their number. They are gathered in a file first, since a slow stream
 * would hold a connection and its transaction for as long as it takes. Throws `disk_full`, and what the stream throws.
 */
export async function writeUpload(pool: Pool, id: string, bytes: Readable): Promise<number> {
  const chunks = chunksOf(bytes);
  try {
    const { file, remove } = await createPrivateFile();
    try {
      // Nameless from here on: nothing is left of it even if the process is killed.
      await remove();
      for await (const chunk of chunks) await file.appendFile(chunk);
      return await inTransaction(pool, (db) => insertChunks(db, id, file));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw uploadFailure(error);
  }
}

/** Writes a file chunk by chunk; the last chunk is empty, and says that the upload is whole. */
async function insertChunks(db: PoolClient, id: string, file: FileHandle): Promise<number> {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let size = 0;
  for (let seq = 1; ; seq++) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, size);
    await db.query('INSERT INTO upload_chunks (upload_id, seq, bytes) VALUES ($1, $2, $3)', [
      keyText(id),
      seq,
      buffer.subarray(0, bytesRead),
    ]);
    if (bytesRead === 0) return size;
    size += bytesRead;
  }
}

/** Puts an upload into a private file of this machine, which `release` removes. Throws `file_not_found`, `disk_full`. */
export async function openUpload(pool: Pool, id: string): Promise<LocalUpload> {
  try {
    const { path, file, remove } = await createPrivateFile();
    try {
      await readChunks(pool, id, file);
    } catch (error) {
      await remove();
      throw error;
    } finally {
      await file.close();
    }
    return { path, release: remove };
  } catch (error) {
    throw uploadFailure(error);
  }
}

/** A chunk that is missing before the empty one was deleted meanwhile, with all the others. */
async function readChunks(pool: Pool, id: string, file: FileHandle): Promise<void> {
  for (let seq = 1; ; seq++) {
    const { rows } = await pool.query<{ bytes: Buffer }>(
      'SELECT bytes FROM upload_chunks WHERE upload_id = $1 AND seq = $2',
      [keyText(id), seq],
    );
    const [chunk] = rows;
    if (!chunk) throw uploadMissing(id);
    if (chunk.bytes.length === 0) return;
    await file.appendFile(chunk.bytes);
  }
}

/** Removes an upload; harmless when there is none. */
export async function deleteUpload(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM upload_chunks WHERE upload_id = $1', [keyText(id)]);
}

/** Ids of uploads written before a time (UTC, ISO 8601). */
export async function listUploads(pool: Pool, writtenBefore: string): Promise<string[]> {
  const { rows } = await pool.query<{ upload_id: string }>(
    `SELECT upload_id FROM upload_chunks
     WHERE octet_length(bytes) = 0 AND written_at < $1::timestamptz ORDER BY written_at`,
    [writtenBefore],
  );
  return rows.map((row) => nameOf(row.upload_id));
}
