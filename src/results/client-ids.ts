import { setImmediate as breathe } from 'node:timers/promises';
import type { SessionStore } from '../sessions/session-store.js';
import type { Batch } from '../staging/batch.js';
import { textOf } from './client-text.js';

const CLIENTS_PER_READ = 1_000;

/** The external ids of a batch's clients, and who has them. */
export interface ClientIds {
  /** Sequence numbers of the clients with that id; several where the list has it several times. */
  find(externalId: string): readonly number[];
}

/** The external id of a client by its JSON text, as text; undefined when it has none. */
export function readIdOf(json: string): string | undefined {
  return textOf(JSON.parse(json) as Record<string, unknown>, 'external_id');
}

/** A batch that is gone: no id is anybody's. */
export const NO_CLIENT_IDS: ClientIds = { find: () => [] };

/**
 * Reads the external ids of a batch into memory: some 100 bytes a client. An id that the host reports without its leading zeros,
 * as it does who takes ids for numbers, is found as long as no other client has it. Throws `batch_damaged`.
 */
export async function readClientIds(
  store: Pick<SessionStore, 'readClients'>,
  { id: batchId, counts }: Batch,
): Promise<ClientIds> {
  const first = new Map<string, number>();
  const further = new Map<string, number[]>();
  const shortened = new Map<string, string[]>();
  for (let from = 1; from <= counts.clients; from += CLIENTS_PER_READ) {
    const to = Math.min(from + CLIENTS_PER_READ - 1, counts.clients);
    const texts = await store.readClients(batchId, from, to);
    texts.forEach((json, at) => {
      const id = readIdOf(json);
      if (id === undefined) return;
      if (first.has(id)) addTo(further, id, from + at);
      else first.set(id, from + at);
      if (/^0\d/.test(id)) addTo(shortened, id.replace(/^0+(?=\d)/, ''), id);
    });
    // The server answers polls in between.
    await breathe();
  }
  const findExactly = (id: string) => {
    const seq = first.get(id);
    return seq === undefined ? [] : [seq, ...(further.get(id) ?? [])];
  };
  return {
    find(id) {
      const exact = findExactly(id);
      if (exact.length > 0) return exact;
      const longer = new Set(shortened.get(id));
      return longer.size === 1 ? [...longer].flatMap(findExactly) : [];
    },
  };
}

function addTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
