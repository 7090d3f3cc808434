import type { ByteSource } from './byte-source.js';
import { LineCounter } from './line-counter.js';

/** How much of a file that is not UTF-8 looks like UTF-8 all the same. */
export interface Utf8Weight {
  /** Well-formed characters of two to four bytes. */
  readonly characters: number;
  /** Bytes above 7F that belong to no such character. */
  readonly badBytes: number;
  /** Line of the first bad byte. */
  readonly firstBadLine: number;
}

/** Weighs a whole file that is known not to be UTF-8. Throws `file_not_found`, `file_unreadable`. */
export async function weighUtf8(source: ByteSource): Promise<Utf8Weight> {
  const lines = new LineCounter();
  let characters = 0;
  let badBytes = 0;

  /** Weighs what can be judged of `buffer` and gives the offset from which on it cannot be judged yet. */
  function weigh(buffer: Buffer, isLast: boolean): number {
    let at = 0;
    while (at < buffer.length) {
      if ((buffer[at] ?? 0) < 0x80) {
        at += 1;
        continue;
      }
      // A character takes up to four bytes: near the border wait for the next chunk.
      if (!isLast && at + 4 > buffer.length) break;
      const length = characterLength(buffer, at);
      if (length > 0) characters += 1;
      else {
        if (badBytes === 0) lines.feed(buffer.toString('latin1', 0, at));
        badBytes += 1;
      }
      at += Math.max(length, 1);
    }
    if (badBytes === 0) lines.feed(buffer.toString('latin1', 0, at));
    return at;
  }

  let waiting = Buffer.alloc(0);
  for await (const chunk of source.read()) {
    const joined = Buffer.concat([waiting, chunk]);
    waiting = joined.subarray(weigh(joined, false));
  }
  weigh(waiting, true);
  return { characters, badBytes, firstBadLine: lines.line };
}

/** Length in bytes of the well-formed UTF-8 character at `at`, or 0 (Unicode Standard, table 3-7). */
function characterLength(buffer: Buffer, at: number): number {
  const lead = buffer[at] ?? 0;
  const second = buffer[at + 1] ?? 0;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  for (let next = at + 2; next < at + length; next++) {
    if (((buffer[next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
