import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { batchFileName, CONTROL, uploadFileName } from './manifest.js';

/** The control database at one moment, and the files that it names. */
export interface Snapshot {
  storeVersion: number;
  /** Paths in the data folder. */
  names: Set<string>;
}

/**
 * Copies `control.db` as it is at this moment into a file of ours, while others read and write it; what was removed from it is
 * not in the copy. The file must be there and empty.
 */
export function takeSnapshot(root: string, path: string): Snapshot {
  const db = new Database(join(root, CONTROL), { readonly: true, fileMustExist: true });
  try {
    db.prepare('VACUUM INTO ?').run(path);
  } finally {
    db.close();
  }
  return readSnapshot(path);
}

/** What a copied control database says of itself. Throws when a table of ours is not in it. */
export function readSnapshot(path: string): Snapshot {
  const db = new Database(path, { readonly: true });
  try {
    const batches = db.prepare<[], string>('SELECT id FROM batches').pluck().all();
    const drafts = db.prepare<[], string>('SELECT body FROM drafts').pluck().all();
    const uploads = drafts.flatMap(
      (body) => (JSON.parse(body) as { files: { id: string }[] }).files,
    );
    return {
      storeVersion: db.pragma('user_version', { simple: true }) as number,
      names: new Set([
        ...batches.map(batchFileName),
        ...uploads.map(({ id }) => uploadFileName(id)),
      ]),
    };
  } finally {
    db.close();
  }
}

/**
 * Whether every batch file that is now in the data folder is the one that the copied database knows: an erasure puts another in
 * its place a moment before it tells the database.
 */
export function isInStep(root: string, path: string, names: ReadonlySet<string>): boolean {
  const db = new Database(path, { readonly: true });
  try {
    const erasedOf = db
      .prepare<[string], number | null>(
        "SELECT json_extract(summary, '$.counts.erased') FROM batches WHERE id = ?",
      )
      .pluck();
    return [...names].every((name) => {
      const id = /^batches\/(.*)\.db$/.exec(name)?.[1];
      if (id === undefined) return true;
      const erased = erasedIn(join(root, name));
      return erased === undefined || erased === (erasedOf.get(id) ?? 0);
    });
  } finally {
    db.close();
  }
}

/** How many records were erased from a batch file; undefined when it was removed since. */
function erasedIn(path: string): number | undefined {
  const db = openIfThere(path);
  if (db === undefined) return undefined;
  try {
    const erased = db
      .prepare<[], number | null>("SELECT json_extract(json, '$.counts.erased') FROM summary")
      .pluck();
    return erased.get() ?? 0;
  } finally {
    db.close();
  }
}

/** It may be removed between any look and the opening. */
function openIfThere(path: string): Database.Database | undefined {
  try {
    return new Database(path, { readonly: true, fileMustExist: true });
  } catch (error) {
    if (!existsSync(path)) return undefined;
    throw error;
  }
}
