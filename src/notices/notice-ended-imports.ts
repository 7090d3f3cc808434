import { FerryError } from '../errors.js';
import type { ImportAccount } from '../results/import-account.js';
import type { SignInStore } from '../sign-in/sign-in-store.js';
import { findChannelSince } from './channel-since.js';
import type { Channel } from './channel.js';
import type { NoticeStore } from './notice-store.js';
import type { Notice } from './notice.js';
import { isWellKnown, outcomeOfImport } from '../results/outcome-of-import.js';

/** What is older is no news. */
const NEWS_MS = 3 * 24 * 60 * 60_000;

export interface NoticeDeps {
  store: NoticeStore & Pick<SignInStore, 'addNote' | 'findNote' | 'putNote'>;
  /** The account of an import. Throws `session_not_found`, `batch_damaged`. */
  drawUp: (importId: string) => Promise<ImportAccount>;
  /** Those that are set up. */
  channels: readonly Channel[];
  now: () => Date;
  createId: () => string;
}

/**
 * Puts a notice on every channel for each import that has ended since the channel was set up and of which enough is known.
 * Of an import each channel is told once, however many replicas look. Gives those that it added.
 */
export async function noticeEndedImports(deps: NoticeDeps): Promise<Notice[]> {
  const added: Notice[] = [];
  for (const channel of deps.channels) {
    for (const importId of await listUntold(deps, channel)) {
      const account = await drawUpIfPossible(deps, importId);
      if (!account || !isWellKnown(account, deps.now())) continue;
      const notice = await createNotice(deps, channel, account);
      if (await deps.store.addNotice(notice)) added.push(notice);
    }
  }
  return added;
}

/** An import whose account cannot be drawn up now does not keep the others from being told. */
async function drawUpIfPossible(
  { drawUp }: NoticeDeps,
  importId: string,
): Promise<ImportAccount | undefined> {
  try {
    return await drawUp(importId);
  } catch (error) {
    if (error instanceof FerryError) return undefined;
    throw error;
  }
}

async function listUntold({ store, now }: NoticeDeps, { name }: Channel): Promise<string[]> {
  const since = await findChannelSince(store, name, now());
  const newsSince = new Date(now().getTime() - NEWS_MS).toISOString();
  return store.listUntoldImports(name, since > newsSince ? since : newsSince);
}

/** Without anybody to tell it is kept as given up, so that the import is not looked at again and the page can say so. */
async function createNotice(
  { now, createId }: NoticeDeps,
  channel: Channel,
  account: ImportAccount,
): Promise<Notice> {
  const at = now().toISOString();
  const canTell = await channel.canTell(account);
  return {
    id: createId(),
    version: 1,
    channel: channel.name,
    businessUid: account.businessUid,
    staffUid: account.sessions[0]?.staffUid,
    importId: account.importId,
    outcome: outcomeOfImport(account, now()),
    state: canTell ? 'waiting' : 'given_up',
    attempts: 0,
    dueAt: at,
    createdAt: at,
    sentAt: undefined,
    problem: canTell ? undefined : 'Nobody is known whom to tell.',
  };
}
