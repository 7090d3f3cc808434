import { discardDraft } from '../drafts/discard-draft.js';
import type { DraftDeps } from '../drafts/draft-deps.js';
import { getDraft } from '../drafts/get-draft.js';
import { FerryError } from '../errors.js';
import { getBatchOf } from './of-business.js';
import type { Identity } from '../sign-in/identity.js';
import { declareFor, type DeclareForDeps } from './declare-for.js';
import { declareBatch, type Declared } from './declare.js';
import type { SessionStore } from './session-store.js';

export interface StartImportDeps extends DeclareForDeps {
  store: SessionStore;
  drafts: DraftDeps;
}

/** What a staff member wants to be imported. */
export interface ImportRequest {
  batchId: string;
  /** The draft that it came from; it goes away once the import has begun. */
  draftId: string | undefined;
  override: boolean;
  sendEmail: boolean;
  /** `refuse`: nothing is imported while any record is rejected. */
  rejects: 'leave' | 'refuse';
  /** Whether more clients than one session carries may go over in several, one after the other. */
  inParts?: boolean;
  /** Whether the batch is removed once its import is complete. */
  wipeWhenDone?: boolean;
}

/**
 * Declares a batch for a staff member. An unclear answer of the host is no refusal: the session stands in doubt, is served, and
 * says so. The draft is removed unless the import was refused or somebody has changed it meanwhile.
 *
 * Throws `batch_not_found`, `draft_not_found`, `draft_changed`, `draft_busy`, `rejects_left`, `not_connected`, and what
 * `declareBatch` throws but `host_unclear`.
 */
export async function startImport(
  deps: StartImportDeps,
  who: Identity,
  request: ImportRequest,
): Promise<Declared> {
  const batch = await getBatchOf(deps.store, who.businessUid, request.batchId);
  const version = await checkDraft(deps, who, request);
  if (request.rejects === 'refuse' && batch.counts.rejected > 0) throw rejectsLeft(batch.counts);
  const declared = await declareFor(deps, who, (declaring) =>
    declareBatch(declaring, {
      businessUid: who.businessUid,
      staffUid: who.staffUid,
      batchId: batch.id,
      inParts: request.inParts ?? false,
      wipeWhenDone: request.wipeWhenDone ?? false,
      params: {
        should_override: request.override,
        send_notifications_when_done: request.sendEmail,
      },
    }),
  );
  return {
    ...declared,
    warnings: [...declared.warnings, ...(await dropDraft(deps, who, request.draftId, version))],
  };
}

/** Refuses a draft that is not what is imported; gives its version. */
async function checkDraft(
  { drafts }: StartImportDeps,
  who: Identity,
  { draftId, batchId }: ImportRequest,
): Promise<number | undefined> {
  if (draftId === undefined) return undefined;
  const draft = await getDraft(drafts, who, draftId);
  if (draft.staging?.state === 'running') {
    throw new FerryError('draft_busy', 'The list is being checked at the moment.', {
      hint: 'Wait until the check is over.',
    });
  }
  if (draft.isStale || draft.batchId !== batchId) {
    throw new FerryError('draft_changed', 'The list was changed after it had been checked.', {
      hint: 'Check it again, then import.',
    });
  }
  return draft.version;
}

/** The import has begun by now, so a draft that cannot be removed is no refusal: it goes away when its time is over. */
async function dropDraft(
  { drafts }: StartImportDeps,
  who: Identity,
  draftId: string | undefined,
  version: number | undefined,
): Promise<string[]> {
  if (draftId === undefined || version === undefined) return [];
  try {
    await discardDraft(drafts, who, draftId, { version });
    return [];
  } catch (error) {
    const code = error instanceof FerryError ? error.code : undefined;
    if (code === 'draft_not_found') return [];
    if (code === 'draft_changed')
      return [
        'The list was changed while the import began. What is imported is the list as it was checked; the changed one stays in preparation.',
      ];
    return ['The uploaded files could not be removed now; they are removed later by themselves.'];
  }
}

const rejectsLeft = ({ rejected }: { rejected: number }) =>
  new FerryError(
    'rejects_left',
    `${rejected} of the records are rejected, so nothing was imported.`,
    {
      hint: 'Correct them and check again, or import the others without them.',
    },
  );
