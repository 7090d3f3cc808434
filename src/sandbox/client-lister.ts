import { clientOf, type ClientRow, type CrmClient } from './client-row.js';
import { emailKey } from './client-values.js';
import type { CrmDatabase } from './crm-database.js';

export interface ClientQuery {
  businessUid: string;
  /** All clients when absent. */
  search?: { by: 'email' | 'uid' | 'phone'; term: string };
  /** Bounds of the time of the last change, both included; UTC, ISO 8601 with milliseconds. */
  updatedFrom?: string;
  updatedTo?: string;
  /** From 1. */
  page: number;
  perPage: number;
}

export interface ClientLister {
  /** One page of clients, oldest first, deleted ones left out. */
  list(query: ClientQuery): CrmClient[];
  /** To be called when a client was changed: it may stand on another page, or on none, now. */
  forgetPlaces(): void;
}

const SEARCHES = {
  email: 'AND email_key = @term',
  uid: 'AND id = @term',
  phone: "AND system ->> 'phone' = @term",
};

/**
 * Makes the list of the client API. Whoever asks for page after page is served from where the page before ended, since counting up
 * to a far page again and again takes most of the time of a long list; new clients come last and move no place.
 */
export function createClientLister(db: CrmDatabase): ClientLister {
  const prepare = (filter: string) =>
    db.prepare<[object], ClientRow & { seq: number }>(
      `SELECT * FROM clients WHERE business_uid = @businessUid AND deleted_at IS NULL ${filter}
      AND seq > @after ORDER BY seq LIMIT @limit OFFSET @offset`,
    );
  const selects = new Map<string, ReturnType<typeof prepare>>();
  /** Of each list: how many clients were served, and the last of them. */
  const places = new Map<string, { served: number; after: number }>();

  function list({ page, perPage, ...wanted }: ClientQuery): CrmClient[] {
    const filter = filterOf(wanted);
    const select = selects.get(filter) ?? prepare(filter);
    selects.set(filter, select);
    const { search, ...bounds } = wanted;
    const term = search?.by === 'email' ? emailKey(search.term) : search?.term;
    const first = (page - 1) * perPage;
    const key = JSON.stringify(wanted);
    const place = places.get(key);
    const { served, after } = place && place.served <= first ? place : { served: 0, after: 0 };
    const rows = select.all({ ...bounds, term, after, limit: perPage, offset: first - served });
    const last = rows.at(-1);
    if (last !== undefined && search === undefined)
      places.set(key, { served: first + rows.length, after: last.seq });
    return rows.map(clientOf);
  }

  return {
    list,
    forgetPlaces: () => {
      places.clear();
    },
  };
}

function filterOf({ search, updatedFrom, updatedTo }: Omit<ClientQuery, 'page' | 'perPage'>) {
  return [
    search === undefined ? '' : SEARCHES[search.by],
    updatedFrom === undefined ? '' : 'AND updated_at >= @updatedFrom',
    updatedTo === undefined ? '' : 'AND updated_at <= @updatedTo',
  ].join(' ');
}
