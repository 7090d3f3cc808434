import type { Session } from '../../sessions/session.js';
import type { CrmClient } from '../crm.js';

/** What the beginning of an import says about clients that are found. */
export interface Beginning {
  /** In milliseconds, whole seconds; undefined before an import: whoever is there then was there before. */
  beganMs: number | undefined;
  /** What the business calls the fields that were sent, by key. */
  labels: Readonly<Record<string, string>>;
}

/** Read from the first session of an import; undefined when there is none yet. */
export function beginningOf(first: Session | undefined): Beginning {
  if (!first) return { beganMs: undefined, labels: {} };
  // The CRM may tell times without fractions.
  const beganMs = Math.floor(Date.parse(first.createdAt) / 1000) * 1000;
  return { beganMs, labels: first.fieldsMapping };
}

/** The tag that the CRM gives to imported clients begins so (intandem-contract section 2, "Limits and effects"). */
const IMPORT_TAG = 'imported_';

/**
 * Whether the CRM had a client before the import began. Where it does not tell the time, only the tag of an import speaks
 * against it.
 */
export function isBefore({ createdAt, tags }: CrmClient, { beganMs }: Beginning): boolean {
  if (beganMs === undefined) return true;
  if (createdAt !== undefined) return Date.parse(createdAt) < beganMs;
  return !isImported(tags);
}

/** The clock of the CRM may be so far behind ours. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** Whether an import created a client so shortly before ours began that it may have been ours. */
export const isDoubtful = ({ createdAt, tags }: CrmClient, { beganMs }: Beginning): boolean =>
  createdAt !== undefined &&
  beganMs !== undefined &&
  Date.parse(createdAt) < beganMs &&
  Date.parse(createdAt) >= beganMs - CLOCKS_DIFFER_MS &&
  isImported(tags);

const isImported = (tags: readonly string[]): boolean =>
  tags.some((tag) => tag.startsWith(IMPORT_TAG));
