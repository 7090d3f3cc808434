import { FerryError } from '../../errors.js';
import type { ReadOptions, RecordSource, SourceRecord } from '../../staging/record-source.js';
import type { ByteSource } from '../byte-source.js';
import { decideEncoding, type EncodingDecision } from '../decide-encoding.js';
import { decodeText } from '../decode.js';
import { maxRecords } from '../limits.js';
import { readAgain } from '../read-again.js';
import { scanBytes, type ByteScan } from '../scan-bytes.js';
import { takeSample } from '../take-sample.js';
import {
  cardCells,
  cardHeader,
  leastColumns,
  widenFor,
  type ColumnCounts,
} from './card-columns.js';
import { readCards, type CardPlan } from './read-cards.js';

/** A file that makes up ever new names must not fill the memory with them. */
const maxIgnoredNames = 1_000;

/** A file of vCards; one record per card. */
export interface VcardSource extends RecordSource {
  /** Names of properties that are not read, such as `PHOTO`, with how often they occur. */
  readonly ignored: ReadonlyMap<string, number>;
}

interface CardFile {
  readonly source: ByteSource;
  readonly scan: ByteScan;
  readonly decision: EncodingDecision;
}

/**
 * Opens a vCard file: reads all its cards once to find out which columns they need. `options` come from `checkOptions`.
 * Throws `card_not_closed`, `record_too_long`, `encoding_uncertain`, `encoding_unknown`, `file_not_text`, `file_too_large`,
 * and what reading `source` throws.
 */
export async function openVcard(source: ByteSource, options: ReadOptions): Promise<VcardSource> {
  const scan = await scanBytes(source);
  const decision = await decideEncoding(source, scan, options.encoding);
  const file = { source, scan, decision };
  const ignored = new Map<string, number>();
  const onIgnored = (name: string): void => {
    const count = ignored.get(name) ?? 0;
    if (count > 0 || ignored.size < maxIgnoredNames) ignored.set(name, count + 1);
  };
  let counts = leastColumns;
  for await (const card of readCards({ ...planOf(file), onIgnored })) {
    counts = widenFor(counts, card);
  }
  const sample = await takeSample(createPass(file, counts).records);
  return presentCards(file, { counts, ignored, sample });
}

function presentCards(
  file: CardFile,
  found: {
    counts: ColumnCounts;
    ignored: ReadonlyMap<string, number>;
    sample: readonly SourceRecord[];
  },
): VcardSource {
  let passed = { blankLines: 0, bytes: 0 };
  return {
    name: file.source.name,
    bytes: file.scan.bytes,
    sha256: file.scan.sha256,
    form: 'vcard',
    encoding: file.decision.encoding,
    encodingReason: file.decision.reason,
    delimiter: undefined,
    header: cardHeader(found.counts),
    headerLine: 0,
    titleLines: 0,
    sample: found.sample,
    ignored: found.ignored,
    records() {
      const pass = createPass(file, found.counts);
      passed = pass.passed;
      return pass.records;
    },
    get passed() {
      return passed;
    },
  };
}

function createPass(file: CardFile, counts: ColumnCounts) {
  const passed = { blankLines: 0, bytes: 0 };
  const plan = {
    ...planOf(file, (bytes) => (passed.bytes = bytes)),
    onBlankLine: () => (passed.blankLines += 1),
  };
  async function* makeRecords(): AsyncGenerator<SourceRecord, void, undefined> {
    let number = 0;
    for await (const card of readCards(plan)) {
      number += 1;
      if (number > maxRecords) throw tooManyCards(plan.name);
      yield { number, line: card.line, cells: cardCells(card, counts) };
    }
  }
  return { passed, records: makeRecords() };
}

function planOf(
  { source, scan, decision }: CardFile,
  onBytes: (bytes: number) => void = () => undefined,
): CardPlan {
  return {
    name: source.name,
    text: decodeText(readAgain(source, scan, onBytes), decision.encoding),
  };
}

function tooManyCards(name: string): FerryError {
  return new FerryError('file_too_large', `${name} holds more than 10,000,000 cards.`, {
    hint: 'Split it into several files.',
  });
}
