import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';
import { ERASED_CLIENT } from '../staging/erased-client.js';

const ROWS_PER_READ = 1_000;

/** Where a person was found in a batch. */
export interface FoundInBatch {
  /** Sequence numbers of clients. */
  seqs: number[];
  externalIds: string[];
  /** Ids of rejects. */
  rejectIds: number[];
  /** Whether the batch's own words name the person, such as a value that staging did not know, or what jobs found in the CRM. */
  isNamed: boolean;
}

export type FindStore = Pick<
  Store,
  'readClients' | 'readRejects' | 'readOrigin' | 'listJobs' | 'listJobItems'
>;

/**
 * Finds every client and reject of a batch in which a text names the person. Clients that one record became are found together.
 * Throws `batch_damaged`.
 */
export async function findInBatch(
  store: FindStore,
  batch: Batch,
  names: (value: unknown) => boolean,
): Promise<FoundInBatch> {
  const seqs = new Set<number>();
  for await (const { seq, json } of readAll(store, batch)) {
    if (json === ERASED_CLIENT || seqs.has(seq) || !names(JSON.parse(json))) continue;
    for (const one of await listOfSameRecord(store, batch, seq)) seqs.add(one);
  }
  return {
    seqs: [...seqs].sort((a, b) => a - b),
    externalIds: await listExternalIds(store, batch, seqs),
    rejectIds: await findRejects(store, batch, names),
    isNamed: names(batch) || (await isNamedInJobs(store, batch, names)),
  };
}

/** Whether there is anything to erase. */
export const isFound = ({ seqs, rejectIds, isNamed }: FoundInBatch): boolean =>
  seqs.length + rejectIds.length > 0 || isNamed;

async function* readAll(
  store: Pick<FindStore, 'readClients'>,
  { id, counts }: Batch,
): AsyncGenerator<{ seq: number; json: string }> {
  for (let first = 1; first <= counts.clients; first += ROWS_PER_READ) {
    const last = Math.min(first + ROWS_PER_READ - 1, counts.clients);
    const texts = await store.readClients(id, first, last);
    for (const [at, json] of texts.entries()) yield { seq: first + at, json };
  }
}

/** A record with several matters may have become several clients, one after the other. */
async function listOfSameRecord(store: FindStore, batch: Batch, seq: number): Promise<number[]> {
  const found = [seq];
  const lead = await leadOf(store, batch, seq);
  for (const step of [-1, 1])
    for (let at = seq + step; (await leadOf(store, batch, at)) === lead; at += step) found.push(at);
  return found;
}

async function leadOf(store: FindStore, { id, counts }: Batch, seq: number): Promise<string> {
  if (seq < 1 || seq > counts.clients) return `none ${seq}`;
  const origin = await store.readOrigin(id, seq);
  return origin ? `${origin.lead.file} ${origin.lead.record}` : `none ${seq}`;
}

async function listExternalIds(
  store: FindStore,
  { id }: Batch,
  seqs: ReadonlySet<number>,
): Promise<string[]> {
  const ids: string[] = [];
  for (const seq of seqs) {
    const [json = ERASED_CLIENT] = await store.readClients(id, seq, seq);
    const { external_id: externalId } = JSON.parse(json) as { external_id?: unknown };
    if (typeof externalId === 'string' || typeof externalId === 'number')
      ids.push(String(externalId));
  }
  return ids;
}

async function findRejects(
  store: FindStore,
  { id }: Batch,
  names: (value: unknown) => boolean,
): Promise<number[]> {
  const found: number[] = [];
  for (let after = 0; ;) {
    const rejects = await store.readRejects(id, after, ROWS_PER_READ);
    for (const reject of rejects) if (names([reject.cells, reject.issues])) found.push(reject.id);
    if (rejects.length < ROWS_PER_READ) return found;
    after = rejects.at(-1)?.id ?? after;
  }
}

async function isNamedInJobs(
  store: FindStore,
  { id: batchId }: Batch,
  names: (value: unknown) => boolean,
): Promise<boolean> {
  for (const job of await store.listJobs({ batchId })) {
    if (names(job.problem)) return true;
    for (let after = -Infinity; ;) {
      const items = await store.listJobItems(job.id, { after, limit: ROWS_PER_READ });
      if (items.some(({ body }) => names(JSON.parse(body)))) return true;
      if (items.length < ROWS_PER_READ) break;
      after = items.at(-1)?.key ?? after;
    }
  }
  return false;
}
