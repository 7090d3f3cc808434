import type { AuditStore, ChainedEntry } from '../audit/audit-store.js';
import type { Note, SignInStore } from '../sign-in/sign-in-store.js';
import type { Installation, MoveLine } from './installation.js';

/** Moves the host's tokens, what it told of staff, and the audit, leaving alone what is there already. Returns the books. */
export async function moveSignIn(
  from: Installation,
  to: SignInStore & AuditStore,
): Promise<MoveLine[]> {
  return [
    await moveNotes('tokens of the CRM', from.listNotes('token'), to),
    await moveNotes('known staff members', from.listNotes('staff'), to),
    await moveAudit(from.listAudit(), to),
  ];
}

async function moveNotes(what: string, notes: readonly Note[], to: SignInStore): Promise<MoveLine> {
  for (const note of notes) await to.addNote(note);
  // No time is before the empty one, so that notes that are over count as well.
  const moved = await Promise.all(notes.map(({ kind, key }) => to.findNote(kind, key, '')));
  return { what, before: notes.length, after: moved.filter((one) => one).length };
}

/**
 * Entries go over with their hashes, so that each chain stays what it was. A chain of the new store that is the beginning of
 * ours, as a move that broke off leaves it, is gone on with; one that is another is left alone, and the books show it.
 */
async function moveAudit(entries: readonly ChainedEntry[], to: AuditStore): Promise<MoveLine> {
  const chains = new Map<string, ChainedEntry[]>();
  for (const entry of entries) {
    const chain = chains.get(entry.businessUid);
    if (chain) chain.push(entry);
    else chains.set(entry.businessUid, [entry]);
  }
  let after = 0;
  for (const chain of chains.values()) after += await moveChain(chain, to);
  return { what: 'entries of the audit', before: entries.length, after };
}

/** Gives the number of entries that are in the new store as they were. */
async function moveChain(chain: readonly ChainedEntry[], to: AuditStore): Promise<number> {
  const { businessUid } = chain[0] as ChainedEntry;
  const there = await to.readAuditChain(businessUid, 0, chain.length + 1);
  const isBegun = there.every((entry, at) => textOf(entry) === textOf(chain[at]));
  if (!isBegun) return 0;
  for (const entry of chain.slice(there.length)) await to.copyAudit(entry);
  const moved = await to.readAuditChain(businessUid, 0, chain.length);
  return moved.filter((entry, at) => textOf(entry) === textOf(chain[at])).length;
}

const textOf = (entry: ChainedEntry | undefined): string =>
  JSON.stringify({ ...entry, no: undefined });
