import type { SessionStore } from './session-store.js';

/** By their e-mail address the host recognises clients that it has (intandem-contract section 2, "Limits and effects"). */
export interface EmailCounts {
  withEmail: number;
  withoutEmail: number;
}

const CLIENTS_PER_READ = 1_000;

/** Whether a client, as its JSON text, can be recognised by the host. */
export function hasEmail(json: string): boolean {
  const { email } = JSON.parse(json) as { email?: unknown };
  return typeof email === 'string' && email !== '';
}

/** Counts the clients of ranges of sequence numbers, which do not overlap. Throws `batch_damaged`. */
export async function countEmails(
  store: Pick<SessionStore, 'readClients'>,
  batchId: string,
  ranges: readonly { firstSeq: number; lastSeq: number }[],
): Promise<EmailCounts> {
  const counts: EmailCounts = { withEmail: 0, withoutEmail: 0 };
  for (const { firstSeq, lastSeq } of ranges) {
    for (let from = firstSeq; from <= lastSeq; from += CLIENTS_PER_READ) {
      const to = Math.min(from + CLIENTS_PER_READ - 1, lastSeq);
      for (const json of await store.readClients(batchId, from, to))
        counts[hasEmail(json) ? 'withEmail' : 'withoutEmail']++;
    }
  }
  return counts;
}
