import { readConsent } from '../../values/consent.js';
import { toIsoDate } from '../../values/date.js';
import type { CrmClient } from '../crm.js';
import { phoneKey, tellOf } from './client-keys.js';
import type { FieldDifference } from './found.js';

export interface Comparing {
  /** What the business calls the fields that were sent, by key (`fields_mapping`). */
  labels: Readonly<Record<string, string>>;
  /** Keys that the CRM tells of some client: of one that it tells nothing of, the field is empty. Others cannot be compared. */
  told: ReadonlySet<string>;
  /** ISO 3166-1 alpha-2. */
  region: string | undefined;
}

type Same = (ours: string, theirs: string, how: Comparing) => boolean;

/** The host's own fields, which every client of the CRM has. */
const OWN: Record<string, { read: (client: CrmClient) => string; isSame: Same }> = {
  first_name: { read: ({ firstName }) => firstName, isSame: isSameText },
  last_name: { read: ({ lastName }) => lastName, isSame: isSameText },
  email: { read: ({ email }) => email, isSame: isSameWord },
  phone: {
    read: ({ phone }) => phone,
    isSame: (ours, theirs, { region }) =>
      isSameText(ours, theirs) || phoneKey(ours, region) === phoneKey(theirs, region),
  },
  address: { read: ({ address }) => address, isSame: isSameAddress },
  status: { read: ({ status }) => status, isSame: isSameWord },
  tags: { read: ({ tags }) => tags.join(','), isSame: hasTags },
};

/**
 * The fields of a client of ours that are not in the CRM as they were sent, compared as a person would: spaces, the case of
 * addresses, the form of dates, phones and yes or no make no difference, nor do tags that the CRM has besides. Blank fields were
 * not sent; matters (lists of objects) and fields that the CRM does not tell of anybody are not compared.
 */
export function compareClients(
  ours: Record<string, unknown>,
  theirs: CrmClient,
  how: Comparing,
): FieldDifference[] {
  return Object.entries(ours).flatMap(([key, value]) => {
    const sent = textOf(value);
    if (sent === undefined || sent.trim() === '') return [];
    const own = OWN[key];
    const kept = own ? own.read(theirs) : readTold(theirs, key, how);
    if (kept === undefined) return [];
    const isSame = own?.isSame ?? isSameValue;
    return isSame(sent, kept, how) ? [] : [{ key, ours: sent, theirs: kept }];
  });
}

/** The keys of fields that cannot be compared until the CRM tells them of somebody, as they stand in the batch. */
export function toldKeys(keys: readonly string[], theirs: CrmClient, labels: Comparing['labels']) {
  return keys.filter(
    (key) => !(key in OWN) && tellOf(theirs, key, labels[key] ?? key) !== undefined,
  );
}

function readTold(theirs: CrmClient, key: string, { labels, told }: Comparing): string | undefined {
  return tellOf(theirs, key, labels[key] ?? key) ?? (told.has(key) ? '' : undefined);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const isTexts = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isTexts ? value.join(',') : undefined;
}

const plain = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ');

function isSameText(ours: string, theirs: string): boolean {
  return plain(ours) === plain(theirs);
}

function isSameWord(ours: string, theirs: string): boolean {
  return plain(ours).toLowerCase() === plain(theirs).toLowerCase();
}

/** Lines may have become commas, and the other way round. */
function isSameAddress(ours: string, theirs: string): boolean {
  const unlined = (text: string) => plain(text.replace(/[\s,]+/g, ' '));
  return unlined(ours) === unlined(theirs);
}

function hasTags(ours: string, theirs: string): boolean {
  const tagsOf = (text: string) => text.split(',').map((tag) => plain(tag).toLowerCase());
  const kept = new Set(tagsOf(theirs));
  return tagsOf(ours).every((tag) => tag === '' || kept.has(tag));
}

/** Yes and no as a CRM tells them; single letters may be a size or a sex. */
const ANSWER = /^(?:1|0|true|false|yes|no|on|off)$/i;
const NOT_TICKED = /^(?:0|false)$/i;

function isSameValue(ours: string, theirs: string): boolean {
  if (isSameText(ours, theirs) || isSameDay(ours, theirs)) return true;
  // A box that is not ticked may be told as nothing.
  if (theirs.trim() === '') return NOT_TICKED.test(ours.trim());
  if (!ANSWER.test(theirs.trim())) return false;
  return readConsent(ours, 'opt_in') === readConsent(theirs, 'opt_in');
}

/** Where day and month cannot be told apart, either reading will do. */
function isSameDay(ours: string, theirs: string): boolean {
  const orders = ['dmy', 'mdy'] as const;
  return orders.some((order) => {
    const day = toIsoDate(ours, { order });
    return day !== undefined && orders.some((other) => toIsoDate(theirs, { order: other }) === day);
  });
}
