import type { CrmClient } from '../results/crm.js';
import { isAfterImport, type ImportSpan } from '../results/reconcile/import-span.js';
import { isChangedSince } from './is-changed.js';
import type { UndoState } from './undo-progress.js';

/** What is known of a client before it is looked at again. */
export interface AskedFor extends ImportSpan {
  beganAt: string;
  alsoChanged: boolean;
  /** By which name our app stands as a source; undefined when that is not known, and not compared. */
  appName: string | undefined;
  /** Whether it was about to be deleted already, so that it may be. */
  wasDeleting: boolean;
  /** As it was when it was looked at before. */
  email: string | undefined;
}

/**
 * Whether a client of the CRM may be deleted, as it is now: created from the begin of the import to that of the next, with an import's tag and our app
 * as the source (intandem-contract section 2, "Limits and effects"), and not changed since the import ended. Pure.
 */
export function judgeLook(client: CrmClient | undefined, asked: AskedFor): UndoState {
  if (client === undefined) return asked.wasDeleting ? 'deleted' : 'gone';
  if (asked.wasDeleting && isHidden(client, asked.email)) return 'deleted';
  if (!isOurs(client, asked)) return 'kept_not_ours';
  if (!asked.alsoChanged && isChangedSince(client, asked.endedAt)) return 'kept_changed';
  return 'deleting';
}

function isOurs({ createdAt, tags, source }: CrmClient, asked: AskedFor): boolean {
  const { beganAt, appName } = asked;
  if (createdAt === undefined || createdAt < beganAt || isAfterImport(createdAt, asked))
    return false;
  const isTagged = tags.some((tag) => tag.startsWith('imported_'));
  const isOfOurApp = appName === undefined || source === '' || source === appName;
  return isTagged && isOfOurApp;
}

/** The host may only hide what is deleted: inactive, and with something after the e-mail address (intandem-contract section 4.2). */
function isHidden(client: CrmClient, email: string | undefined): boolean {
  const isMarked = email !== undefined && email !== '' && client.email !== email;
  return client.status === 'inactive' && isMarked && client.email.startsWith(email);
}
