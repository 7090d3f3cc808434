import { setImmediate as breathe } from 'node:timers/promises';
import type { JobItem } from '../../jobs/job.js';
import type { Batch } from '../../staging/batch.js';
import type { KeyIndex } from '../../staging/key-index.js';
import type { Store } from '../../store/store.js';
import type { CrmClient } from '../crm.js';
import { isBefore, isDoubtful, type Beginning } from './beginning.js';
import { ClientIndex } from './client-index.js';
import { judge, keysOfOurs, keysOfTheirs } from './client-keys.js';
import { compareClients, toldKeys, type Comparing } from './compare-clients.js';
import { MATCHES, readFound, type Found, type FoundClient, type Match } from './found.js';
import type { ReconcileJob } from './progress.js';

export type ReconcileStore = Pick<
  Store,
  'findBatch' | 'readClients' | 'listSessionsOfImport' | 'listJobItems' | 'findJobItem'
>;

export interface ReconciliationParts {
  store: ReconcileStore;
  openKeyIndex: () => KeyIndex;
  /** Completes phone numbers (ISO 3166-1 alpha-2). */
  region: string | undefined;
}

/** A client of ours that may be a client of the CRM. */
interface Candidate {
  seq: number;
  match: Match;
  client: Record<string, unknown>;
}

const CLIENTS_PER_READ = 500;
const ITEMS_PER_READ = 5_000;
/** Clients that lie no further apart are read at once. */
const GAP = 20;

/** How sure a match is; 0 is none. */
const surenessOf = (match: Match): number => MATCHES.length - MATCHES.indexOf(match);

/**
 * What a reconciliation knows while it runs: who is who, and for whom a client of the CRM was found and how surely. All of it can
 * be made again from the batch and from what the job has written, and is after a restart.
 */
export class Reconciliation {
  readonly #parts: ReconciliationParts;
  readonly #job: ReconcileJob;
  readonly #beginning: Beginning;
  readonly #fields: readonly string[];
  readonly #told: Set<string>;
  readonly #index: ClientIndex;
  /** By sequence number; 0 where nobody was found. */
  readonly #sureness: Uint8Array;
  #items = new Map<number, JobItem>();

  constructor(parts: ReconciliationParts, job: ReconcileJob, batch: Batch, beginning: Beginning) {
    this.#parts = parts;
    this.#job = job;
    this.#beginning = beginning;
    this.#fields = batch.fields;
    this.#told = new Set(job.progress.told);
    this.#index = new ClientIndex(parts.openKeyIndex());
    this.#sureness = new Uint8Array(batch.counts.clients + 1);
  }

  /** Reads the batch, and what the job has found before. Throws `batch_damaged`. */
  async prepare(): Promise<void> {
    const { store, region } = this.#parts;
    const last = this.#sureness.length - 1;
    // A sample is looked for one by one.
    for (let from = 1; from <= last && !this.#isSample; from += CLIENTS_PER_READ) {
      const to = Math.min(from + CLIENTS_PER_READ - 1, last);
      const texts = await store.readClients(this.#job.batchId, from, to);
      texts.forEach((json, at) => {
        this.#index.add(from + at, keysOfOurs(parseClient(json), region));
      });
      // The server answers polls in between.
      await breathe();
    }
    for (let after = 0; ;) {
      const items = await store.listJobItems(this.#job.id, { after, limit: ITEMS_PER_READ });
      for (const { key, body } of items) this.#remember(key, readFound(body));
      if (items.length < ITEMS_PER_READ) return;
      after = items.at(-1)?.key ?? after;
    }
  }

  get told(): string[] {
    return [...this.#told];
  }

  /** The next clients from `after` on whom nobody in the CRM was found for; `limit` at most. */
  listUnfound(after: number, limit: number): number[] {
    const seqs: number[] = [];
    for (let seq = after + 1; seq < this.#sureness.length && seqs.length < limit; seq++)
      if (this.#sureness[seq] === 0) seqs.push(seq);
    return seqs;
  }

  /** What was found since this was asked last, to be written with the step. */
  takeItems(): JobItem[] {
    const items = [...this.#items.values()];
    this.#items = new Map();
    return items;
  }

  /** Takes in a page of the CRM's clients: for each the client of ours that it is, if any. Throws `batch_damaged`. */
  async meetPage(page: readonly CrmClient[]): Promise<void> {
    this.#learn(page);
    const met = page.map((theirs) => {
      const keys = keysOfTheirs(theirs, this.#parts.region);
      return { theirs, keys, seqs: this.#index.candidates(keys) };
    });
    const ours = await this.readClients(met.flatMap(({ seqs }) => seqs));
    for (const { theirs, keys, seqs } of met) {
      if (await this.#isTaken(theirs.id)) continue;
      const candidates = seqs.flatMap((seq): Candidate[] => {
        const client = ours.get(seq) ?? {};
        const match = judge(keysOfOurs(client, this.#parts.region), keys);
        const isSurer = match !== undefined && surenessOf(match) > (this.#sureness[seq] ?? 0);
        return isSurer ? [{ seq, match, client }] : [];
      });
      chooseCandidates(candidates).forEach((candidate, at) => {
        this.#take(candidate, theirs, at > 0);
      });
    }
  }

  /** Takes in what a search for a client of ours gave; tells whether it is there. */
  async meetSearched(
    seq: number,
    client: Record<string, unknown>,
    given: readonly CrmClient[],
  ): Promise<boolean> {
    this.#learn(given);
    const keys = keysOfOurs(client, this.#parts.region);
    const judged = given.flatMap((theirs) => {
      const match = judge(keys, keysOfTheirs(theirs, this.#parts.region));
      return match === undefined ? [] : [{ theirs, match }];
    });
    judged.sort((a, b) => surenessOf(b.match) - surenessOf(a.match));
    for (const { theirs, match } of judged) {
      const isTaken = await this.#isTaken(theirs.id);
      // Whoever shares an address with another one of the list is one client in the CRM.
      if (isTaken && match !== 'email') continue;
      this.#take({ seq, match, client }, theirs, isTaken);
      return true;
    }
    return false;
  }

  /** Notes that a client is not in the CRM, unless nothing is known by which it could have been recognised there. */
  noteMissing(seq: number, client: Record<string, unknown>): void {
    const { email, phone, externalId } = keysOfOurs(client, this.#parts.region);
    const tellsIds = externalId !== undefined && this.#told.has('external_id');
    if (email === undefined && phone === undefined && !tellsIds) return;
    this.#items.set(seq, { key: seq, state: 'missing' satisfies Found, body: '{}' });
  }

  /** Clients of the batch by their sequence numbers, in any order. Throws `batch_damaged`. */
  async readClients(seqs: readonly number[]): Promise<Map<number, Record<string, unknown>>> {
    const clients = new Map<number, Record<string, unknown>>();
    for (const [from, to] of runsOf(seqs)) {
      const texts = await this.#parts.store.readClients(this.#job.batchId, from, to);
      texts.forEach((json, at) => clients.set(from + at, parseClient(json)));
    }
    return clients;
  }

  close(): void {
    this.#index.close();
  }

  get #isSample(): boolean {
    return this.#job.progress.sample !== undefined;
  }

  #learn(theirs: readonly CrmClient[]): void {
    for (const client of theirs)
      for (const key of toldKeys(this.#fields, client, this.#beginning.labels)) this.#told.add(key);
  }

  #remember(seq: number, found: FoundClient | undefined): void {
    if (!found) return;
    this.#sureness[seq] = surenessOf(found.by);
    this.#index.take(found.id, seq);
  }

  /** Whether a client of the CRM was taken for one of ours, and still is: a surer one may have taken its place. */
  async #isTaken(crmId: string): Promise<boolean> {
    const seq = this.#index.takenFor(crmId);
    if (seq === undefined) return false;
    const item = this.#items.get(seq) ?? (await this.#parts.store.findJobItem(this.#job.id, seq));
    return item !== undefined && readFound(item.body)?.id === crmId;
  }

  /** `isShared`: another one of the list is that client already, so the CRM had it when this one came. */
  #take({ seq, match, client }: Candidate, theirs: CrmClient, isShared: boolean): void {
    const how: Comparing = {
      labels: this.#beginning.labels,
      told: this.#told,
      region: this.#parts.region,
    };
    const fields = compareClients(client, theirs, how);
    const { id, createdAt, updatedAt } = theirs;
    const found: FoundClient = {
      ...{ id, by: match, createdAt, updatedAt, fields },
      ...(!isShared && isDoubtful(theirs, this.#beginning) && { isDoubtful: true }),
    };
    const word = fields.length > 0 ? 'different' : 'present';
    const wasThere = isShared || isBefore(theirs, this.#beginning);
    const state: Found = wasThere ? `${word}_before` : word;
    this.#items.set(seq, { key: seq, state, body: JSON.stringify(found) });
    this.#remember(seq, found);
  }
}

const parseClient = (json: string) => JSON.parse(json) as Record<string, unknown>;

/**
 * A client of the CRM is one client of ours, unless the list has the same one several times: with the same id, or with the same
 * e-mail address, by which the CRM makes one of them.
 */
function chooseCandidates(candidates: readonly Candidate[]): Candidate[] {
  const certain = candidates.filter(({ match }) => match === 'external_id' || match === 'email');
  if (certain.length > 0) return certain;
  const [surest] = [...candidates].sort((a, b) => surenessOf(b.match) - surenessOf(a.match));
  return surest ? [surest] : [];
}

/** Sequence numbers as ranges, those that lie close together in one. */
function runsOf(seqs: readonly number[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (const seq of [...new Set(seqs)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && seq - last[1] <= GAP) last[1] = seq;
    else runs.push([seq, seq]);
  }
  return runs;
}
