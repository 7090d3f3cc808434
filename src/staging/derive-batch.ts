import { createHash } from 'node:crypto';
import type { Store } from '../store/store.js';
import type { Batch, DerivedFrom } from './batch.js';
import type { BatchWriter } from './batch-writer.js';
import { readChosen, type ChosenClient } from './read-chosen.js';
import { Tally } from './tally.js';

export interface DeriveDeps {
  store: Pick<Store, 'createBatchWriter' | 'readOrigins'>;
  createId: () => string;
  now: () => Date;
}

/** Raised whenever the same choice would give another batch than before. */
const DERIVING_VERSION = 1;

const CLIENTS_PER_DRAIN = 2_000;

/**
 * Makes a new batch of some clients of another one: their texts byte for byte, with their places, columns, merged records and
 * warnings, so that everything can still be explained. `seqs` come in ascending order, each once. The same choice again is the
 * same batch (promises R7). It becomes visible whole or not at all. Undefined when none is chosen.
 *
 * Throws `batch_damaged`, `disk_full`.
 */
export async function deriveBatch(
  deps: DeriveDeps,
  from: Batch,
  seqs: AsyncIterable<number>,
  why: DerivedFrom['why'],
): Promise<Batch | undefined> {
  const id = deps.createId();
  const writer = await deps.store.createBatchWriter(id);
  try {
    const written = await writeChosen(writer, readChosen(deps.store, from.id, seqs));
    if (written.tally.counts.clients === 0) return undefined;
    return await writer.seal({
      ...from,
      id,
      contentKey: keyOf(from, why, written.digest),
      fields: from.fields.filter((key) => written.keys.has(key)),
      ...{ start: 1, limit: undefined, stoppedAtLimit: false, retryOf: undefined },
      counts: written.tally.counts,
      derivedFrom: { batchId: from.id, why },
      createdAt: deps.now().toISOString(),
    });
  } finally {
    await writer.abandon();
  }
}

/** What was written of a choice. */
interface Written {
  tally: Tally;
  keys: Set<string>;
  /** Of the sequence numbers. */
  digest: string;
}

async function writeChosen(
  writer: BatchWriter,
  chosen: AsyncIterable<ChosenClient>,
): Promise<Written> {
  const tally = new Tally();
  const keys = new Set<string>();
  const hash = createHash('sha256');
  let before: ChosenClient | undefined;
  for await (const client of chosen) {
    const isSameRecord =
      before?.lead.file === client.lead.file && before.lead.record === client.lead.record;
    write(writer, client, isSameRecord);
    if (isSameRecord) tally.oneMore(client.merged.length);
    else tally.accepted(client.merged.length, 1, client.warnings);
    for (const key of Object.keys(JSON.parse(client.json) as object)) keys.add(key);
    hash.update(`${client.seq},`);
    before = client;
    if (tally.counts.clients % CLIENTS_PER_DRAIN === 0) await writer.drain();
  }
  return { tally, keys, digest: hash.digest('hex') };
}

/** A record that goes over as several clients has its warnings once. */
function write(writer: BatchWriter, client: ChosenClient, isSameRecord: boolean): void {
  writer.addClient(client.lead, client.json, client.columns);
  for (const place of client.merged) writer.addMerged(place);
  if (!isSameRecord && client.warnings.length > 0)
    writer.addWarning({ ...client.lead, issues: client.warnings });
}

function keyOf({ id }: Batch, why: string, digest: string): string {
  const decisive = { derived: DERIVING_VERSION, from: id, why, digest };
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex');
}
