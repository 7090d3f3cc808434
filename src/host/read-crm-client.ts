import { z } from 'zod';
import type { CrmClient } from '../results/crm.js';

const text = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value)));

/** A list, or text with commas. */
const tags = z
  .union([z.array(z.string()), z.string()])
  .nullish()
  .transform((given) => (Array.isArray(given) ? given : (given ?? '').split(',')))
  .transform((list) => list.map((tag) => tag.trim()).filter((tag) => tag !== ''));

/** Text, or an object with the line under `main` as in the host's webhooks. */
const address = z.union([z.object({ main: text }).transform(({ main }) => main), text]);

/** A time that says its zone, as ISO 8601 in UTC; one that does not is as good as none. */
const time = text.transform((given) => {
  const ms = /(Z|UTC|[+-]\d\d:?\d\d)$/.test(given) ? Date.parse(given) : NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
});

const KNOWN = {
  // It becomes a part of an address of the host.
  id: z.coerce.string().regex(/^[\w-]{1,100}$/),
  first_name: text,
  last_name: text,
  email: text,
  phone: text,
  mobile_phone: text,
  address,
  status: text,
  customer_status: text,
  tags,
  source: text,
  source_data: z.object({ name: text }).nullish(),
  created_at: time,
  updated_at: time,
};

/** A client of the host's client API (intandem-contract section 4.2); what is not known to us is kept if it is a plain value. */
export const crmClient = z.looseObject(KNOWN).transform((given): CrmClient => {
  return {
    id: given.id,
    firstName: given.first_name,
    lastName: given.last_name,
    email: given.email,
    phone: given.mobile_phone || given.phone,
    address: given.address,
    status: given.customer_status || given.status,
    tags: given.tags,
    source: given.source || (given.source_data?.name ?? ''),
    more: Object.fromEntries(Object.entries(given).flatMap(plainRest)),
    createdAt: given.created_at,
    updatedAt: given.updated_at,
  };
});

function plainRest([key, value]: [string, unknown]): [string, string][] {
  if (Object.hasOwn(KNOWN, key)) return [];
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  return isPlain ? [[key, String(value)]] : [];
}
