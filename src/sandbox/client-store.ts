import { emailKey, type ClientValues } from './client-values.js';
import { createCrmId, type CrmDatabase } from './crm-database.js';
import type { SystemKey } from './system-fields.js';

/** One client of the CRM. */
export interface CrmClient {
  id: string;
  businessUid: string;
  system: Partial<Record<SystemKey, string>>;
  externalId: string | number | null;
  /** By field id. */
  custom: Record<string, string>;
  tags: string[];
  matters: unknown[];
  source: string | null;
  createdAt: string;
  updatedAt: string;
}

/** A client as the database keeps it. */
export interface ClientRow {
  id: string;
  business_uid: string;
  email_key: string | null;
  external_id: string | number | null;
  system: string;
  custom: string;
  tags: string;
  matters: string;
  source: string | null;
  created_at: string;
  updated_at: string;
}

export interface ClientQuery {
  businessUid: string;
  /** All clients when absent. */
  search?: { by: 'email' | 'uid' | 'phone'; term: string };
  /** From 1. */
  page: number;
  perPage: number;
}

export interface ClientStore {
  findByEmail(businessUid: string, email: string | undefined): CrmClient | undefined;
  find(businessUid: string, id: string): CrmClient | undefined;
  /** One page of clients, oldest first. */
  list(query: ClientQuery): CrmClient[];
  count(businessUid: string): number;
  /** Keeps a new client. Throws the driver's error when its e-mail address is taken. */
  create(businessUid: string, values: ClientValues, source: string | null): CrmClient;
  /** Overwrites what `values` bring; what they leave blank stays, and tags are added to. */
  overwrite(client: CrmClient, values: ClientValues): void;
  addMatters(client: CrmClient, matters: readonly unknown[]): void;
}

const SEARCHES = {
  email: 'AND email_key = @term',
  uid: 'AND id = @term',
  phone: "AND system ->> 'phone' = @term",
  none: '',
};

/** The clients of every business. */
export function createClientStore(db: CrmDatabase): ClientStore {
  const selectPage = (filter: string) =>
    db.prepare<[{ businessUid: string; term: string; limit: number; offset: number }], ClientRow>(
      `SELECT * FROM clients WHERE business_uid = @businessUid ${filter} ORDER BY seq LIMIT @limit OFFSET @offset`,
    );
  const pages = {
    email: selectPage(SEARCHES.email),
    uid: selectPage(SEARCHES.uid),
    phone: selectPage(SEARCHES.phone),
    none: selectPage(SEARCHES.none),
  };
  // Asked for every client of an import: a statement of its own takes a tenth of the time of a page of one.
  const byEmail = db.prepare<[string, string], ClientRow>(
    'SELECT * FROM clients WHERE business_uid = ? AND email_key = ?',
  );
  const counted = db.prepare<[string], { total: number }>(
    'SELECT count(*) AS total FROM clients WHERE business_uid = ?',
  );
  const insert = db.prepare<[ClientRow]>(`
    INSERT INTO clients (
      id, business_uid, email_key, external_id, system, custom, tags, matters, source, created_at, updated_at
    ) VALUES (
      @id, @business_uid, @email_key, @external_id, @system, @custom, @tags, @matters, @source, @created_at, @updated_at
    )`);
  const update = db.prepare<[ClientRow]>(`
    UPDATE clients
    SET external_id = @external_id, system = @system, custom = @custom, tags = @tags, matters = @matters,
      updated_at = @updated_at
    WHERE id = @id`);

  function list({ businessUid, search, page, perPage }: ClientQuery): CrmClient[] {
    const wanted = search?.by === 'email' ? emailKey(search.term) : search?.term;
    const bounds = { term: wanted ?? '', limit: perPage, offset: (page - 1) * perPage };
    return pages[search?.by ?? 'none'].all({ businessUid, ...bounds }).map(clientOf);
  }

  return {
    findByEmail(businessUid, email) {
      const row = email === undefined ? undefined : byEmail.get(businessUid, emailKey(email) ?? '');
      return row && clientOf(row);
    },
    find: (businessUid, id) =>
      list({ businessUid, search: { by: 'uid', term: id }, page: 1, perPage: 1 })[0],
    list,
    count: (businessUid) => counted.get(businessUid)?.total ?? 0,
    create(businessUid, values, source) {
      const now = new Date().toISOString();
      const client: CrmClient = {
        id: createCrmId(),
        businessUid,
        system: { status: 'lead', ...values.system },
        externalId: values.externalId ?? null,
        custom: values.custom,
        tags: values.tags,
        matters: values.matters,
        source,
        createdAt: now,
        updatedAt: now,
      };
      insert.run(rowOf(client));
      return client;
    },
    overwrite(client, values) {
      const merged: CrmClient = {
        ...client,
        system: { ...client.system, ...values.system },
        externalId: values.externalId ?? client.externalId,
        custom: { ...client.custom, ...values.custom },
        tags: [...new Set([...client.tags, ...values.tags])],
        matters: values.matters.length > 0 ? values.matters : client.matters,
        updatedAt: new Date().toISOString(),
      };
      update.run(rowOf(merged));
    },
    addMatters(client, matters) {
      const updatedAt = new Date().toISOString();
      update.run(rowOf({ ...client, matters: [...client.matters, ...matters], updatedAt }));
    },
  };
}

function rowOf(client: CrmClient): ClientRow {
  return {
    id: client.id,
    business_uid: client.businessUid,
    email_key: emailKey(client.system.email) ?? null,
    external_id: client.externalId,
    system: JSON.stringify(client.system),
    custom: JSON.stringify(client.custom),
    tags: JSON.stringify(client.tags),
    matters: JSON.stringify(client.matters),
    source: client.source,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}

/** Reads a client out of its row. */
export function clientOf(row: ClientRow): CrmClient {
  return {
    id: row.id,
    businessUid: row.business_uid,
    system: JSON.parse(row.system) as CrmClient['system'],
    externalId: row.external_id,
    custom: JSON.parse(row.custom) as Record<string, string>,
    tags: JSON.parse(row.tags) as string[],
    matters: JSON.parse(row.matters) as unknown[],
    source: row.source,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
