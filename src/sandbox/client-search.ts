import { clientOf, type ClientRow, type CrmClient } from './client-row.js';
import type { CrmDatabase } from './crm-database.js';

export interface WantedClients {
  businessUid: string;
  /** Looked for in name, e-mail, phone, external id and tags, whatever its case; blank = all clients. */
  text: string;
  /** From 1; beyond the last page it means the last one. */
  page: number;
  perPage: number;
}

export interface FoundClients {
  /** Oldest first. */
  clients: CrmClient[];
  /** On all pages. */
  total: number;
  /** The page that this is. */
  page: number;
}

export type ClientSearch = (wanted: WantedClients) => FoundClients;

const FITS = `business_uid = @businessUid AND deleted_at IS NULL AND (@text = '' OR instr(folded(
  coalesce(system ->> 'first_name', '') || ' ' || coalesce(system ->> 'last_name', '') || char(10)
  || coalesce(system ->> 'email', '') || char(10) || coalesce(system ->> 'phone', '') || char(10)
  || coalesce(external_id, '') || char(10) || tags
), @text) > 0)`;

/** Makes the search behind the page of clients. */
export function createClientSearch(db: CrmDatabase): ClientSearch {
  // SQLite's own lower() knows ASCII only
  db.function('folded', { deterministic: true }, (text) => fold(String(text)));
  const select = db.prepare<[object], ClientRow>(
    `SELECT * FROM clients WHERE ${FITS} ORDER BY seq LIMIT @limit OFFSET @offset`,
  );
  const counted = db.prepare<[object], { total: number }>(
    `SELECT count(*) AS total FROM clients WHERE ${FITS}`,
  );
  return ({ businessUid, text, page, perPage }) => {
    const wanted = { businessUid, text: fold(text.trim()) };
    const total = counted.get(wanted)?.total ?? 0;
    const shown = Math.max(1, Math.min(page, Math.ceil(total / perPage)));
    const bounds = { limit: perPage, offset: (shown - 1) * perPage };
    const clients = select.all({ ...wanted, ...bounds }).map(clientOf);
    return { clients, total, page: shown };
  };
}

const fold = (text: string) => text.normalize('NFC').toLowerCase();
