import { createHash } from 'node:crypto';
import { ERASED_CLIENT } from './erased-client.js';
import type { Store } from '../store/store.js';
import type { Batch } from './batch.js';
import type { KeyIndex } from './key-index.js';

export interface FindChangesDeps {
  store: Pick<Store, 'readClients'>;
  openKeyIndex: () => KeyIndex;
}

/** A list against an earlier one. The books: the clients of the later list = `added + changed + same`. */
export interface ChangeCounts {
  /** Not in the earlier list. */
  added: number;
  /** In the earlier list with other content. */
  changed: number;
  same: number;
  /** Only in the earlier list. Nobody deletes them at the host because of that. */
  gone: number;
}

/** A client that is new or changed. */
export interface Change {
  seq: number;
  kind: 'added' | 'changed';
}

const CLIENTS_PER_READ = 1_000;

/**
 * Compares a batch with an earlier one: yields what is new or changed, in the order of the batch, and returns the books. A client
 * is known by its external id, else by its e-mail address, else by its whole content. What it is known by lies in a temporary
 * database as hashes, so memory stays flat. Throws `batch_damaged`.
 */
export async function* findChanges(
  { store, openKeyIndex }: FindChangesDeps,
  batch: Batch,
  since: Batch,
): AsyncGenerator<Change, ChangeCounts> {
  const index = openKeyIndex();
  /** By sequence number of the earlier list; a byte for each of its clients. */
  const isMet = new Uint8Array(since.counts.clients + 1);
  const counts: ChangeCounts = { added: 0, changed: 0, same: 0, gone: 0 };
  try {
    for await (const client of readTraits(store, since)) counts.gone += noteClient(index, client);
    for await (const client of readTraits(store, batch)) {
      const at = findClient(index, client);
      if (at !== undefined && isMet[at] === 0) {
        isMet[at] = 1;
        counts.gone--;
      }
      const kind = kindOf(index, client, at);
      counts[kind]++;
      if (kind !== 'same') yield { seq: client.seq, kind };
    }
    return counts;
  } finally {
    index.close();
  }
}

/** What a client is known by, hashed. */
interface Traits {
  seq: number;
  id: string | undefined;
  email: string | undefined;
  content: string;
}

/** Notes a client of the earlier list under all that it can be found by; gives 1 when nobody had its identity before. */
function noteClient(index: KeyIndex, { seq, id, email, content }: Traits): 0 | 1 {
  const identity = id === undefined ? (email ?? content) : id;
  const before = index.note(identity, seq);
  const at = before ?? seq;
  if (id !== undefined && email !== undefined) index.note(withId(email), at);
  index.note(contentAt(at, content), at);
  return before === undefined ? 1 : 0;
}

/** Where the earlier list has the client; two that both have external ids are never the same by e-mail. */
function findClient(index: KeyIndex, { id, email, content }: Traits): number | undefined {
  const found = (key: string | undefined) =>
    key === undefined ? undefined : index.find(key)?.first;
  if (id !== undefined) return found(id) ?? found(email);
  if (email !== undefined) return found(email) ?? found(withId(email));
  return found(content);
}

function kindOf(index: KeyIndex, { content }: Traits, at: number | undefined) {
  if (at === undefined) return 'added';
  return index.find(contentAt(at, content)) ? 'same' : 'changed';
}

const withId = (email: string): string => `${email} of a client with an external id`;

const contentAt = (seq: number, content: string): string => `${content} at ${seq}`;

async function* readTraits(
  store: Pick<Store, 'readClients'>,
  { id, counts }: Batch,
): AsyncGenerator<Traits> {
  for (let first = 1; first <= counts.clients; first += CLIENTS_PER_READ) {
    const last = Math.min(first + CLIENTS_PER_READ - 1, counts.clients);
    const texts = await store.readClients(id, first, last);
    for (const [at, json] of texts.entries())
      if (json !== ERASED_CLIENT) yield traitsOf(first + at, json);
  }
}

/** The order of a client's fields follows the columns of its list, so it is no part of the content. */
function traitsOf(seq: number, json: string): Traits {
  const client = JSON.parse(json) as Record<string, unknown>;
  const content = JSON.stringify(Object.entries(client).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    seq,
    id: hashOf('id', client['external_id']),
    email: hashOf('email', client['email']),
    content: digest('content', content),
  };
}

function hashOf(kind: string, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  return text === '' ? undefined : digest(kind, kind === 'email' ? text.toLowerCase() : text);
}

const digest = (kind: string, text: string): string =>
  createHash('sha256').update(`${kind} ${text}`).digest('base64url');
