import type { CrmClient } from '../results/crm.js';

/** Who stores a client may touch it a moment later, with a tag for example. */
const STORING_MS = 5_000;

/**
 * Whether somebody changed a client of the CRM since the import ended. Storing it is no change, also when the host is done with
 * that only after the import was closed. Where the host does not tell, it counts as changed.
 */
export function isChangedSince(
  { createdAt, updatedAt }: Pick<CrmClient, 'createdAt' | 'updatedAt'>,
  endedAt: string,
): boolean {
  if (updatedAt === undefined) return true;
  if (updatedAt <= endedAt) return false;
  return createdAt === undefined || Date.parse(updatedAt) - Date.parse(createdAt) > STORING_MS;
}
