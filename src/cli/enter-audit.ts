import { BY_COMMAND_LINE, type AuditStore } from '../audit/audit-store.js';
import { FerryError } from '../errors.js';
import { printable, say } from './output.js';

/**
 * Enters in the audit what a command has done, in the words that the API's routes have for it, and to what, by its id. It is done
 * by then, so an entry that cannot be written is said and is no failure.
 */
export async function enterAudit(
  store: Pick<AuditStore, 'appendAudit'>,
  businessUid: string,
  action: string,
  subject: string,
): Promise<void> {
  try {
    await store.appendAudit({
      ...{ at: new Date().toISOString(), businessUid, staffUid: BY_COMMAND_LINE },
      ...{ impersonatedBy: undefined, action, subject },
    });
  } catch (error) {
    const why = error instanceof FerryError ? `: ${printable(error.message)}` : '.';
    say(`It is done, but could not be entered in the audit as ${action}${why}`);
  }
}
