import type Database from 'better-sqlite3';
import type { MappingFile } from '../../profiles/mapping.js';

/** Mappings that people gave, in `control.db`, by business and fingerprint of the header. */
export class MappingsTable {
  readonly #find;
  readonly #remember;

  constructor(db: Database.Database) {
    this.#find = db.prepare<[string, string], { mapping: string }>(
      'SELECT mapping FROM mappings WHERE business_uid = ? AND fingerprint = ?',
    );
    this.#remember = db.prepare(
      `INSERT INTO mappings (business_uid, fingerprint, mapping) VALUES (?, ?, ?)
       ON CONFLICT (business_uid, fingerprint) DO UPDATE SET mapping = excluded.mapping`,
    );
  }

  find(businessUid: string, fingerprint: string): MappingFile | undefined {
    const row = this.#find.get(businessUid, fingerprint);
    return row && (JSON.parse(row.mapping) as MappingFile);
  }

  /** In place of an earlier one for the same header. */
  remember(businessUid: string, fingerprint: string, mapping: MappingFile): void {
    this.#remember.run(businessUid, fingerprint, JSON.stringify(mapping));
  }
}
