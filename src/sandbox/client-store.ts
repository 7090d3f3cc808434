import { createClientLister, type ClientQuery } from './client-lister.js';
import { clientOf, rowOf, type ClientRow, type CrmClient } from './client-row.js';
import { emailKey, type ClientValues } from './client-values.js';
import { createCrmId, type CrmDatabase } from './crm-database.js';
import type { SystemKey } from './system-fields.js';

/** How a person changes a client: unlike an import, tags that are sent take the place of the old ones. */
export interface ClientEdit {
  values: ClientValues;
  hasTags: boolean;
  cleared: readonly SystemKey[];
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
  /** Throws the driver's error when the new e-mail address is taken. */
  edit(client: CrmClient, edit: ClientEdit): CrmClient;
  addMatters(client: CrmClient, matters: readonly unknown[]): void;
  /** Takes a client out of every list and frees its e-mail address (a soft delete, intandem-contract section 4.2). */
  remove(client: CrmClient): CrmClient;
}

/** The clients of every business. */
export function createClientStore(db: CrmDatabase, now: () => Date): ClientStore {
  const time = () => now().toISOString();
  const lister = createClientLister(db);
  // Asked for every client of an import: a statement of its own takes a tenth of the time of a page of one.
  const byEmail = db.prepare<[string, string], ClientRow>(
    'SELECT * FROM clients WHERE business_uid = ? AND email_key = ?',
  );
  const counted = db.prepare<[string], { total: number }>(
    'SELECT count(*) AS total FROM clients WHERE business_uid = ? AND deleted_at IS NULL',
  );
  const insert = db.prepare<[ClientRow]>(`
    INSERT INTO clients (
      id, business_uid, email_key, external_id, system, custom, tags, matters, source, created_at, updated_at, deleted_at
    ) VALUES (
      @id, @business_uid, @email_key, @external_id, @system, @custom, @tags, @matters, @source, @created_at, @updated_at, @deleted_at
    )`);
  const update = db.prepare<[ClientRow]>(`
    UPDATE clients
    SET email_key = @email_key, external_id = @external_id, system = @system, custom = @custom, tags = @tags,
      matters = @matters, updated_at = @updated_at, deleted_at = @deleted_at
    WHERE id = @id`);

  function save(client: CrmClient): CrmClient {
    update.run(rowOf(client));
    lister.forgetPlaces();
    return client;
  }

  return {
    findByEmail(businessUid, email) {
      const row = email === undefined ? undefined : byEmail.get(businessUid, emailKey(email) ?? '');
      return row && clientOf(row);
    },
    find: (businessUid, id) =>
      lister.list({ businessUid, search: { by: 'uid', term: id }, page: 1, perPage: 1 })[0],
    list: (query) => lister.list(query),
    count: (businessUid) => counted.get(businessUid)?.total ?? 0,
    create(businessUid, values, source) {
      const createdAt = time();
      const client: CrmClient = {
        id: createCrmId(),
        businessUid,
        system: { status: 'lead', ...values.system },
        externalId: values.externalId ?? null,
        custom: values.custom,
        tags: values.tags,
        matters: values.matters,
        source,
        createdAt,
        updatedAt: createdAt,
        deletedAt: null,
      };
      insert.run(rowOf(client));
      return client;
    },
    overwrite(client, values) {
      const tags = [...new Set([...client.tags, ...values.tags])];
      save({ ...mergeInto(client, values), tags, updatedAt: time() });
    },
    edit(client, { values, hasTags, cleared }) {
      const merged = mergeInto(client, values);
      const kept = Object.entries(merged.system).filter(
        ([key]) => !cleared.includes(key as SystemKey),
      );
      const tags = hasTags ? values.tags : client.tags;
      return save({ ...merged, system: Object.fromEntries(kept), tags, updatedAt: time() });
    },
    addMatters(client, matters) {
      save({ ...client, matters: [...client.matters, ...matters], updatedAt: time() });
    },
    remove(client) {
      const deletedAt = time();
      const { email, ...system } = client.system;
      const suffixed =
        email === undefined ? {} : { email: `${email}_deleted_${Date.parse(deletedAt)}` };
      const left = { ...system, ...suffixed, status: 'inactive' };
      return save({ ...client, system: left, updatedAt: deletedAt, deletedAt });
    },
  };
}

function mergeInto(client: CrmClient, values: ClientValues): CrmClient {
  return {
    ...client,
    system: { ...client.system, ...values.system },
    externalId: values.externalId ?? client.externalId,
    custom: { ...client.custom, ...values.custom },
    matters: values.matters.length > 0 ? values.matters : client.matters,
  };
}
