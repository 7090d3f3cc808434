import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { findByteOrderMark, markBytes, type ByteOrderMark } from './byte-order-mark.js';
import type { ByteSource } from './byte-source.js';

/** What the first pass over the whole file found. */
export interface ByteScan {
  readonly bytes: number;
  /** Where the text ends: before the Ctrl-Z (1A) that CP/M and DOS programs put behind it. */
  readonly textBytes: number;
  /** SHA-256 of all bytes, lower-case hex. */
  readonly sha256: string;
  readonly byteOrderMark: ByteOrderMark;
  /** The first bytes, 4 KiB at most. */
  readonly head: Buffer;
  readonly isUtf8: boolean;
  /** Offset of the first NUL byte, or undefined when there is none. */
  readonly firstNul: number | undefined;
  /** False when there is nothing but white space and a byte order mark. */
  readonly hasText: boolean;
}

const headBytes = 4096;

/** Reads the whole file once, with flat memory. Throws `file_not_found`, `file_unreadable`. */
export async function scanBytes(source: ByteSource): Promise<ByteScan> {
  const hash = createHash('sha256');
  const utf8 = createUtf8Check();
  let head = Buffer.alloc(0);
  let bytes = 0;
  let firstNul: number | undefined;
  let hasInk = false;
  let endMarks = 0;
  for await (const chunk of source.read()) {
    hash.update(chunk);
    utf8.feed(chunk);
    if (head.length < headBytes) head = Buffer.concat([head, chunk]).subarray(0, headBytes);
    if (firstNul === undefined && chunk.includes(0)) firstNul = bytes + chunk.indexOf(0);
    // The first chunk is judged below, together with its byte order mark.
    if (!hasInk && bytes > 0) hasInk = hasInkIn(chunk, 0);
    if (!hasInk && bytes === 0) hasInk = hasInkIn(chunk, markLength(chunk));
    bytes += chunk.length;
    endMarks = countEndMarks(chunk, endMarks);
  }
  const byteOrderMark = findByteOrderMark(head);
  const isWide = byteOrderMark !== undefined && byteOrderMark !== 'utf-8';
  const hasText = hasInk || (firstNul !== undefined && !isWide);
  const sha256 = hash.digest('hex');
  const isUtf8 = utf8.finish();
  const textBytes = bytes - endMarks;
  return { bytes, textBytes, sha256, byteOrderMark, head, isUtf8, firstNul, hasText };
}

/** How many Ctrl-Z the bytes so far end with, `before` being the number before this chunk. */
function countEndMarks(chunk: Buffer, before: number): number {
  let at = chunk.length;
  while (at > 0 && chunk[at - 1] === 0x1a) at -= 1;
  return at === 0 ? before + chunk.length : chunk.length - at;
}

function markLength(chunk: Buffer): number {
  const mark = findByteOrderMark(chunk);
  return mark === undefined ? 0 : markBytes[mark];
}

/** True when a byte from `start` on is neither white space nor NUL (half of a UTF-16 space). */
function hasInkIn(chunk: Buffer, start: number): boolean {
  for (let at = start; at < chunk.length; at++) {
    const byte = chunk[at] ?? 0;
    if (byte > 0x20 || (byte !== 0 && byte !== 0x20 && (byte < 0x09 || byte > 0x0d))) return true;
  }
  return false;
}

/** Checks UTF-8 chunk by chunk; a character cut by a chunk border waits for its other half. */
function createUtf8Check(): { feed(chunk: Buffer): void; finish(): boolean } {
  let isValid = true;
  let waiting = Buffer.alloc(0);
  return {
    feed(chunk) {
      if (!isValid) return;
      const joined = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
      const cut = joined.length - unfinishedBytes(joined);
      isValid = isUtf8(joined.subarray(0, cut));
      waiting = Buffer.from(joined.subarray(cut));
    },
    finish: () => isValid && waiting.length === 0,
  };
}

/** How many bytes at the end of a buffer are the beginning of a UTF-8 character whose rest is missing: 0 to 3. */
function unfinishedBytes(buffer: Buffer): number {
  for (let back = 1; back <= Math.min(3, buffer.length); back++) {
    const byte = buffer[buffer.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}
