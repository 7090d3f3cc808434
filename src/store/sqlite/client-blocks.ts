import type Database from 'better-sqlite3';
import { checksumOfBytes } from '../checksum.js';

/**
 * The texts of a batch's clients, a block of some dozens in a row: joined by commas as a page has them, and beside them where each
 * ends (32 bits each, little-endian). A page is cut out of a few blocks without looking at single clients, at a third of the
 * time that a row for each takes (docs/performance.md).
 */
export const BLOCKS_TABLE = `
  CREATE TABLE blocks (
    first_seq  INTEGER PRIMARY KEY,
    texts      BLOB NOT NULL,
    ends       BLOB NOT NULL,
    checksum   INTEGER NOT NULL
  ) STRICT;
`;

/** A block is full with so many clients, or once it has so many characters: a page of a few large clients must not read many. */
const MOST_CLIENTS = 100;
const FULL_LENGTH = 64 * 1_024;

const BYTES_PER_END = 4;
const COMMA = Buffer.from(',');

/** Writes the texts of clients 1..n into blocks. */
export class ClientBlockWriter {
  readonly #insert: Database.Statement<[number, Buffer, Buffer, number]>;
  #firstSeq = 1;
  #texts: string[] = [];
  #length = 0;

  constructor(db: Database.Database) {
    this.#insert = db.prepare(
      'INSERT INTO blocks (first_seq, texts, ends, checksum) VALUES (?, ?, ?, ?)',
    );
  }

  add(text: string): void {
    this.#length += text.length;
    if (this.#texts.push(text) === MOST_CLIENTS || this.#length >= FULL_LENGTH) this.flush();
  }

  /** Writes the block that is not full yet. */
  flush(): void {
    if (this.#texts.length === 0) return;
    const texts = Buffer.from(this.#texts.join());
    const ends = endsOf(this.#texts);
    this.#insert.run(this.#firstSeq, texts, ends, checksumOf(this.#firstSeq, texts, ends));
    this.#firstSeq += this.#texts.length;
    this.#texts = [];
    this.#length = 0;
  }
}

function endsOf(texts: readonly string[]): Buffer {
  const ends = Buffer.allocUnsafe(texts.length * BYTES_PER_END);
  let end = -COMMA.length;
  texts.forEach((text, at) => {
    end += COMMA.length + Buffer.byteLength(text);
    ends.writeUInt32LE(end, at * BYTES_PER_END);
  });
  return ends;
}

/** Of all that a block says, so that no other block can stand in its place. */
const checksumOf = (firstSeq: number, texts: Buffer, ends: Buffer): number =>
  checksumOfBytes(texts, checksumOfBytes(ends, firstSeq));

interface BlockRow {
  firstSeq: number;
  texts: Buffer;
  /** Null in files of version 1, where every client is a row with a checksum of its text. */
  ends: Buffer | null;
  checksum: number;
}

/** The blocks from the one that holds a client up to another client. */
const SELECT = `
  SELECT first_seq AS firstSeq, texts, ends, checksum FROM blocks
  WHERE first_seq BETWEEN (SELECT max(first_seq) FROM blocks WHERE first_seq <= ?) AND ?
  ORDER BY first_seq
`;

const SELECT_FROM_VERSION_1 = `
  SELECT seq AS firstSeq, CAST(json AS BLOB) AS texts, NULL AS ends, checksum FROM clients
  WHERE seq BETWEEN ? AND ? ORDER BY seq
`;

/** Reads ranges of clients, which are not empty; undefined when one is missing or anything is not as it was staged. */
export class ClientBlockReader {
  readonly #select: Database.Statement<[number, number], BlockRow>;

  constructor(db: Database.Database) {
    const isVersion1 = db.pragma('user_version', { simple: true }) === 1;
    this.#select = db.prepare(isVersion1 ? SELECT_FROM_VERSION_1 : SELECT);
  }

  /** Their texts as UTF-8, with commas between them. */
  readBytes(firstSeq: number, lastSeq: number): Buffer | undefined {
    const pieces = this.#read(firstSeq, lastSeq)?.map((block) => block.cut(firstSeq, lastSeq));
    return pieces?.length === 1
      ? pieces[0]
      : pieces && Buffer.concat(pieces.flatMap((piece) => [COMMA, piece]).slice(1));
  }

  readTexts(firstSeq: number, lastSeq: number): string[] | undefined {
    return this.#read(firstSeq, lastSeq)?.flatMap((block) => block.split(firstSeq, lastSeq));
  }

  #read(firstSeq: number, lastSeq: number): Block[] | undefined {
    const blocks = this.#select.all(firstSeq, lastSeq).map((row) => new Block(row));
    let next = firstSeq;
    for (const block of blocks) {
      if (!block.isAsStaged() || !block.holds(next)) return undefined;
      next = block.lastSeq + 1;
    }
    return next > lastSeq ? blocks : undefined;
  }
}

class Block {
  readonly lastSeq: number;
  readonly #row: BlockRow;

  constructor(row: BlockRow) {
    this.#row = row;
    this.lastSeq = row.firstSeq + (row.ends ? row.ends.length / BYTES_PER_END : 1) - 1;
  }

  isAsStaged(): boolean {
    const { firstSeq, texts, ends, checksum } = this.#row;
    return checksum === (ends ? checksumOf(firstSeq, texts, ends) : checksumOfBytes(texts));
  }

  holds(seq: number): boolean {
    return seq >= this.#row.firstSeq && seq <= this.lastSeq;
  }

  /** The bytes of its clients between two, both included. */
  cut(firstSeq: number, lastSeq: number): Buffer {
    const first = Math.max(firstSeq, this.#row.firstSeq);
    return this.#row.texts.subarray(
      this.#startOf(first),
      this.#endOf(Math.min(lastSeq, this.lastSeq)),
    );
  }

  /** The texts of its clients between two, both included. */
  split(firstSeq: number, lastSeq: number): string[] {
    const first = Math.max(firstSeq, this.#row.firstSeq);
    const clients = Math.min(lastSeq, this.lastSeq) - first + 1;
    return Array.from({ length: clients }, (_, at) =>
      this.#row.texts.toString('utf8', this.#startOf(first + at), this.#endOf(first + at)),
    );
  }

  #startOf(seq: number): number {
    return seq === this.#row.firstSeq ? 0 : this.#endOf(seq - 1) + COMMA.length;
  }

  #endOf(seq: number): number {
    const { firstSeq, texts, ends } = this.#row;
    return ends ? ends.readUInt32LE((seq - firstSeq) * BYTES_PER_END) : texts.length;
  }
}
