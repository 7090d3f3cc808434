import type { SourceRecord } from './record-source.js';

/** Records that are made as they are walked, so each block is walked to its end before the next one is asked for. */
type Block = Iterable<SourceRecord>;

/** Records that also come in blocks, so that waiting, which costs as much as reading a record, is done once a block. */
export class RecordBlocks implements AsyncIterable<SourceRecord> {
  readonly blocks: AsyncIterable<Block>;

  constructor(blocks: AsyncIterable<Block>) {
    this.blocks = blocks;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<SourceRecord, void, undefined> {
    for await (const block of this.blocks) yield* block;
  }
}

/** The same records in blocks; those that only come one by one are blocks of one. */
export function blocksOf(records: AsyncIterable<SourceRecord>): AsyncIterable<Block> {
  return records instanceof RecordBlocks ? records.blocks : oneByOne(records);
}

/** Records with each changed in the same way, in the blocks in which they come. */
export function mapRecords(
  records: AsyncIterable<SourceRecord>,
  change: (record: SourceRecord) => SourceRecord,
): RecordBlocks {
  return new RecordBlocks(mapBlocks(blocksOf(records), change));
}

async function* oneByOne(records: AsyncIterable<SourceRecord>): AsyncGenerator<Block> {
  for await (const record of records) yield [record];
}

async function* mapBlocks(
  blocks: AsyncIterable<Block>,
  change: (record: SourceRecord) => SourceRecord,
): AsyncGenerator<Block> {
  for await (const block of blocks) yield mapBlock(block, change);
}

function* mapBlock(
  block: Block,
  change: (record: SourceRecord) => SourceRecord,
): Generator<SourceRecord> {
  for (const record of block) yield change(record);
}
