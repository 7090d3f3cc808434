import { normaliseHeaderName } from '../../profiles/header-name.js';
import { toE164 } from '../../values/phone.js';
import type { CrmClient } from '../crm.js';
import type { Match } from './found.js';

/** By what a client can be recognised, each in the one form in which it is compared; undefined where there is nothing. */
export interface ClientKeys {
  externalId: string | undefined;
  email: string | undefined;
  /** Digits with the calling code where that is certain, else the digits as they stand. */
  phone: string | undefined;
  name: string;
}

/** Fewer digits are an extension or a made-up number, and would make strangers the same. */
const MIN_PHONE_DIGITS = 6;

/** `region` completes phone numbers without a calling code (ISO 3166-1 alpha-2). */
export function keysOfOurs(
  client: Record<string, unknown>,
  region: string | undefined,
): ClientKeys {
  const text = (key: string) => {
    const value = client[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return {
    externalId: textKey(text('external_id')),
    email: emailKey(text('email')),
    phone: phoneKey(text('phone'), region),
    name: nameKey(text('first_name'), text('last_name')),
  };
}

/** The same of a client of the CRM, which tells the external id only where the business has a field for it. */
export function keysOfTheirs(client: CrmClient, region: string | undefined): ClientKeys {
  return {
    externalId: textKey(tellOf(client, 'external_id') ?? ''),
    email: emailKey(client.email),
    phone: phoneKey(client.phone, region),
    name: nameKey(client.firstName, client.lastName),
  };
}

/**
 * What the CRM tells under a key beyond its own fields, however the key is written there (`External ID`, `external_id`);
 * undefined when it tells nothing.
 */
export function tellOf({ more }: CrmClient, ...keys: string[]): string | undefined {
  const exact = keys.map((key) => more[key]).find((value) => value !== undefined);
  if (exact !== undefined) return exact;
  const wanted = new Set(keys.map(normaliseHeaderName));
  return Object.entries(more).find(([key]) => wanted.has(normaliseHeaderName(key)))?.[1];
}

/**
 * By what two clients are taken for the same one; undefined when they are not. An id of the old tool alone is not enough, since
 * another tool may have given it to somebody else; nor is a phone that people with different addresses share.
 */
export function judge(ours: ClientKeys, theirs: ClientKeys): Match | undefined {
  const hasSameEmail = isSame(ours.email, theirs.email);
  const hasSamePhone = isSame(ours.phone, theirs.phone);
  const hasSameName = ours.name !== '' && ours.name === theirs.name;
  if (isSame(ours.externalId, theirs.externalId) && (hasSameEmail || hasSamePhone || hasSameName))
    return 'external_id';
  if (hasSameEmail) return 'email';
  if (!hasSamePhone) return undefined;
  if (hasSameName) return 'phone_and_name';
  return ours.email === undefined || theirs.email === undefined ? 'phone' : undefined;
}

const isSame = (ours: string | undefined, theirs: string | undefined): boolean =>
  ours !== undefined && ours === theirs;

const textKey = (text: string): string | undefined =>
  text.trim() === '' ? undefined : text.trim();

const emailKey = (text: string): string | undefined => textKey(text)?.toLowerCase();

/** A number in one form, as digits; undefined for what can be no number. */
export function phoneKey(text: string, region: string | undefined): string | undefined {
  const digits = toE164(text, region).phone.replace(/\D/g, '');
  return digits.length < MIN_PHONE_DIGITS ? undefined : digits;
}

const nameKey = (first: string, last: string): string =>
  `${first} ${last}`.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
