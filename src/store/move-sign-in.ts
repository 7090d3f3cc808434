import type { AuditEntry, AuditStore } from '../audit/audit-store.js';
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

/** Entries have no id, so those of a move that broke off are known by what they say, as often as they say it. */
async function moveAudit(entries: readonly AuditEntry[], to: AuditStore): Promise<MoveLine> {
  const before = await countAudit(entries, to);
  for (const entry of entries) {
    const text = textOf(entry);
    const left = before.get(text) ?? 0;
    if (left === 0) await to.appendAudit(entry);
    else before.set(text, left - 1);
  }
  const after = await countAudit(entries, to);
  const found = entries.filter((entry) => {
    const left = after.get(textOf(entry)) ?? 0;
    after.set(textOf(entry), left - 1);
    return left > 0;
  });
  return { what: 'entries of the audit', before: entries.length, after: found.length };
}

/** How often the store has each entry of the businesses of these. */
async function countAudit(
  entries: readonly AuditEntry[],
  store: AuditStore,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const businessUid of new Set(entries.map((entry) => entry.businessUid))) {
    for (const entry of await store.listAudit(businessUid, Number.MAX_SAFE_INTEGER)) {
      const text = textOf(entry);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  return counts;
}

const textOf = ({ at, businessUid, staffUid, impersonatedBy, action, subject }: AuditEntry) =>
  JSON.stringify([at, businessUid, staffUid, impersonatedBy, action, subject]);
