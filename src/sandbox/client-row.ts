import { emailKey } from './client-values.js';
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
  /** Deleted clients are kept, but not found any more. */
  deletedAt: string | null;
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
  deleted_at: string | null;
}

/** Writes a client as its row. */
export function rowOf(client: CrmClient): ClientRow {
  return {
    id: client.id,
    business_uid: client.businessUid,
    email_key: client.deletedAt === null ? (emailKey(client.system.email) ?? null) : null,
    external_id: client.externalId,
    system: JSON.stringify(client.system),
    custom: JSON.stringify(client.custom),
    tags: JSON.stringify(client.tags),
    matters: JSON.stringify(client.matters),
    source: client.source,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
    deleted_at: client.deletedAt,
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
    deletedAt: row.deleted_at,
  };
}
