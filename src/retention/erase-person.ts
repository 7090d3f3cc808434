import type { Draft } from '../drafts/draft.js';
import { FerryError } from '../errors.js';
import type { Session } from '../sessions/session.js';
import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';
import { findInDraft, type SearchDeps } from './find-in-draft.js';
import { findInBatch, isFound, type FindStore, type FoundInBatch } from './find-person.js';
import { END_OF_TIME } from './list-retention.js';
import { createNamesAddress } from './names-address.js';
import { goesOn } from './retention-of.js';

/** A staging that runs touches its draft every few seconds; one that has not for so long is dead. */
const STAGING_LIVES_MS = 60_000;

export interface EraseDeps {
  store: FindStore &
    SearchDeps['store'] &
    Pick<
      Store,
      | 'listBatches'
      | 'listSessions'
      | 'listJobs'
      | 'listExpiredDrafts'
      | 'deleteUpload'
      | 'deleteDraft'
      | 'eraseFromBatch'
      | 'eraseFromStrayReports'
      | 'leaveNoTrace'
      | 'appendAudit'
    >;
  openSources: SearchDeps['openSources'];
  now: () => Date;
  /** Who erases, for the audit. */
  by: string;
}

export interface ErasedFromBatch {
  batchId: string;
  businessUid: string;
  clients: number;
  rejects: number;
  /** Whether it was handed over, so that its numbers stay and it cannot be handed over again. */
  wasHandedOver: boolean;
}

/** What became of the wish to erase a person. It names neither the person nor any of their data. */
export interface ErasureAccount {
  batches: ErasedFromBatch[];
  /** Drafts that held the person; they go as a whole, with their files. */
  drafts: { draftId: string; businessUid: string; files: number }[];
  /** Reports of imports that are not known here, which named the person or a client that was erased. */
  reports: number;
  /** Where the person is still to be found, or may be, and why. */
  left: {
    what: 'batch' | 'draft';
    id: string;
    businessUid: string;
    why: 'in_use' | 'unreadable';
  }[];
}

export interface EraseRequest {
  email: string;
  /** Only of this business. */
  businessUid?: string | undefined;
  /** Only says what would be erased. */
  isDryRun: boolean;
}

/**
 * Removes a person from every draft and batch, found by their e-mail address wherever a text names it, with what jobs and the
 * host's reports tell of them (promises S25). What is in use stays and is told, all else is done; the same wish may be given
 * again. Throws `usage` when that is no address, and `batch_damaged`.
 */
export async function erasePerson(
  deps: EraseDeps,
  { email, businessUid, isDryRun }: EraseRequest,
): Promise<ErasureAccount> {
  if (!/^\s*[^\s@]+@[^\s@]+\s*$/.test(email))
    throw new FerryError('usage', 'That is not an e-mail address.', {
      hint: 'It should look like ada@example.org.',
    });
  const account: ErasureAccount = { batches: [], drafts: [], reports: 0, left: [] };
  const names = createNamesAddress(email);
  const gone = new Set<string>();
  const wish: Wish = { names, isDryRun, account, gone };
  // Drafts first, so that none becomes a batch again that was gone through already.
  for (const draft of await deps.store.listExpiredDrafts(END_OF_TIME))
    if (businessUid === undefined || draft.businessUid === businessUid)
      await eraseDraft(deps, draft, wish);
  const sessions = await deps.store.listSessions(businessUid);
  try {
    for (const batch of await deps.store.listBatches(businessUid))
      await eraseBatch(deps, { batch, sessions: ofBatch(sessions, batch) }, wish);
  } finally {
    // Nobody will know these ids again once their clients are gone.
    const isGone = (externalId: string) => gone.has(externalId) || names(externalId);
    account.reports = await deps.store.eraseFromStrayReports(isGone, { isDryRun });
  }
  if (!isDryRun) await deps.store.leaveNoTrace();
  return account;
}

interface Wish {
  names: (value: unknown) => boolean;
  isDryRun: boolean;
  account: ErasureAccount;
  /** External ids of the clients that are erased. */
  gone: Set<string>;
}

const ofBatch = (sessions: readonly Session[], { id }: Batch): Session[] =>
  sessions.filter(({ batchId }) => batchId === id);

async function eraseDraft(deps: EraseDeps, draft: Draft, wish: Wish): Promise<void> {
  const { id, businessUid, files } = draft;
  const { account } = wish;
  const found = await findInDraft(deps, draft, wish.names);
  if (found === 'unreadable')
    account.left.push({ what: 'draft', id, businessUid, why: 'unreadable' });
  if (found !== 'found') return;
  if (isBeingStaged(draft, deps.now())) {
    account.left.push({ what: 'draft', id, businessUid, why: 'in_use' });
    return;
  }
  account.drafts.push({ draftId: id, businessUid, files: files.length });
  if (wish.isDryRun) return;
  for (const file of files) await deps.store.deleteUpload(file.id);
  await deps.store.deleteDraft(id);
  await recordErasure(deps, businessUid, id);
}

const isBeingStaged = ({ staging }: Draft, now: Date): boolean =>
  staging?.state === 'running' && now.getTime() - Date.parse(staging.touchedAt) < STAGING_LIVES_MS;

async function eraseBatch(
  deps: EraseDeps,
  { batch, sessions }: { batch: Batch; sessions: readonly Session[] },
  wish: Wish,
): Promise<void> {
  const { id, businessUid } = batch;
  const found = await findInBatch(deps.store, batch, wish.names);
  if (!isFound(found)) return;
  const wasHandedOver = sessions.some(({ lastPolledAt }) => lastPolledAt !== undefined);
  const isInUse =
    goesOn(sessions) || (await deps.store.listJobs({ batchId: id, live: true })).length > 0;
  if (isInUse || !(await tryErase(deps, id, found, { ...wish, keepsNumbers: wasHandedOver }))) {
    wish.account.left.push({ what: 'batch', id, businessUid, why: 'in_use' });
    return;
  }
  for (const externalId of found.externalIds) wish.gone.add(externalId);
  wish.account.batches.push({
    ...{ batchId: id, businessUid, wasHandedOver },
    ...{ clients: found.seqs.length, rejects: found.rejectIds.length },
  });
  if (!wish.isDryRun) await recordErasure(deps, businessUid, id);
}

/** False when the batch came to be in use meanwhile. */
async function tryErase(
  { store }: EraseDeps,
  batchId: string,
  { seqs, rejectIds, externalIds }: FoundInBatch,
  { names, isDryRun, keepsNumbers }: Wish & { keepsNumbers: boolean },
): Promise<boolean> {
  if (isDryRun) return true;
  try {
    await store.eraseFromBatch(batchId, {
      ...{ seqs, rejectIds, externalIds, keepsNumbers },
      holds: names,
    });
    return true;
  } catch (error) {
    if (error instanceof FerryError && error.code === 'batch_in_use') return false;
    throw error;
  }
}

function recordErasure(deps: EraseDeps, businessUid: string, subject: string): Promise<void> {
  return deps.store.appendAudit({
    ...{ at: deps.now().toISOString(), businessUid, staffUid: deps.by, impersonatedBy: undefined },
    ...{ action: 'person_erased', subject },
  });
}
