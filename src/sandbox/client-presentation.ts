import type { CrmClient } from './client-row.js';
import type { CrmField } from './system-fields.js';

export interface PresentationOptions {
  fields: readonly CrmField[];
  /** The contract does not promise that the host tells it. */
  hidesExternalId: boolean;
}

function presentCommon(client: CrmClient, { fields, hidesExternalId }: PresentationOptions) {
  const labels = new Map(fields.map((field) => [field.id, field.label]));
  const custom = Object.entries(client.custom).map(([id, value]) => [labels.get(id) ?? id, value]);
  const { system } = client;
  return {
    // custom fields come first: a label such as "id" must not hide the real one
    ...(Object.fromEntries(custom) as Record<string, string>),
    id: client.id,
    first_name: system.first_name ?? null,
    last_name: system.last_name ?? null,
    email: system.email ?? null,
    mobile_phone: system.phone ?? null,
    address: system.address ?? null,
    customer_status: system.status ?? null,
    opt_in: system.opt_in ?? null,
    ...(hidesExternalId ? {} : { external_id: client.externalId }),
    tags: client.tags,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}

/** A client as lists and single reads show it: custom fields are further keys, by their labels. */
export function presentListed(client: CrmClient, options: PresentationOptions) {
  return {
    ...presentCommon(client, options),
    business_uid: client.businessUid,
    normalized_phone: null,
    source: client.source,
    source_url: null,
    channel: null,
    campaign: null,
  };
}

/** A client as the answer to its creation shows it. */
export function presentCreated(client: CrmClient, options: PresentationOptions) {
  return {
    ...presentCommon(client, options),
    spam: false,
    source_data: { name: client.source, website_url: null, channel: null, campaign: null },
  };
}
