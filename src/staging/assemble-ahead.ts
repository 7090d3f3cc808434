import type { Assembler, AssemblySink } from './assembling.js';
import type { MappingThread } from './mapping-thread.js';
import { oddityIssue } from './oddity-issue.js';
import { unpackClients, type PackedClients } from './packed-clients.js';
import { packRecords } from './packed-records.js';
import type { RecognisedSource } from './recognised-source.js';
import { settle } from './shapes/one-per-record.js';
import type { Taken } from './walk-slice.js';

/** A block is sent with so many records, or once its cells hold so many characters. */
const RECORDS_PER_BLOCK = 250;
const CHARACTERS_PER_BLOCK = 256 * 1024;

/** Enough that neither thread waits for the other's next block, few enough that memory stays flat. */
const BLOCKS_ON_THE_WAY = 4;

/** An assembler that asks for a pause now and then. */
export interface AheadAssembler extends Assembler {
  readonly isFull: boolean;
  /** Resolves when more can be taken. */
  drain(): Promise<void>;
}

interface SentBlock {
  readonly records: readonly Taken[];
  readonly clients: Promise<PackedClients>;
}

/** Whether every record of these tables is a client by itself, so that it does not matter where it is mapped. */
export const canAssembleAhead = (all: readonly RecognisedSource[]): boolean =>
  all.every(({ profile }) => profile.clients.shape === 'one-per-record');

/**
 * Every record is a client, mapped in a thread of its own: blocks go there and come back in the order of the records, so that
 * the sink is told the same as by `assembleRecords`.
 */
export async function assembleAhead(
  all: readonly RecognisedSource[],
  sink: AssemblySink,
  thread: MappingThread,
): Promise<AheadAssembler> {
  await thread.prepare(all.map(({ mapping }) => mapping));
  const sent: SentBlock[] = [];
  let records: Taken[] = [];
  let characters = 0;

  const send = () => {
    const [first] = records;
    if (!first) return;
    const table = all.indexOf(first.recognised);
    const clients = thread.map(
      packRecords(
        table,
        records.map(({ record }) => record),
      ),
    );
    // Whoever waits for it is told of a failure; it may come before that.
    clients.catch(() => undefined);
    sent.push({ records, clients });
    records = [];
    characters = 0;
  };

  const settleBlocks = async (most: number) => {
    while (sent.length > most) {
      const block = sent.shift();
      if (block) settleBlock(block.records, await block.clients, sink);
    }
  };

  return {
    take(taken) {
      if (records[0] && records[0].recognised !== taken.recognised) send();
      records.push(taken);
      for (const cell of taken.record.cells) characters += cell.length;
      if (records.length >= RECORDS_PER_BLOCK || characters >= CHARACTERS_PER_BLOCK) send();
    },
    get isFull() {
      return sent.length > BLOCKS_ON_THE_WAY;
    },
    drain: () => settleBlocks(BLOCKS_ON_THE_WAY),
    async end() {
      send();
      await settleBlocks(0);
    },
  };
}

function settleBlock(records: readonly Taken[], packed: PackedClients, sink: AssemblySink): void {
  let at = 0;
  for (const client of unpackClients(packed)) {
    const taken = records[at++];
    if (!taken) break;
    const oddity = oddityIssue(taken);
    if (oddity) sink.reject(taken, [oddity]);
    else settle(taken, client, sink);
  }
  if (at !== records.length) throw new RangeError(`${at} clients for ${records.length} records`);
}
