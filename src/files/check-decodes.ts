import { FerryError } from '../errors.js';
import type { ByteSource } from './byte-source.js';
import { decodeText } from './decode.js';
import { codeUnitBytes } from './encoding-name.js';
import { LineCounter } from './line-counter.js';

/**
 * Decodes the whole file once to make sure that every byte has a meaning in `encoding` (not for UTF-8, which the
 * first pass checks faster): a replacement character must never end up in a client without anybody knowing.
 * Throws `encoding_uncertain` naming the line, `file_not_found`, `file_unreadable`.
 */
export async function checkDecodes(
  source: ByteSource,
  bytes: number,
  encoding: string,
): Promise<void> {
  if (bytes % codeUnitBytes(encoding) !== 0) {
    throw new FerryError(
      'encoding_uncertain',
      `${source.name} ends in the middle of a ${encoding} character.`,
      { hint: 'The file may have been cut short: export or copy it again.' },
    );
  }
  const fault = faultPattern(encoding);
  const lines = new LineCounter();
  for await (const text of decodeText(source.read(), encoding)) {
    const at = text.search(fault);
    lines.feed(at === -1 ? text : text.slice(0, at));
    if (at === -1) continue;
    throw new FerryError(
      'encoding_uncertain',
      `${source.name}, line ${lines.line}: a byte there has no meaning in ${encoding}.`,
      { hint: 'Name the right encoding with --encoding, or repair that line.' },
    );
  }
}

/** In UTF-16 the replacement character itself may stand in the file; what cannot be decoded is half a pair. */
function faultPattern(encoding: string): RegExp {
  return codeUnitBytes(encoding) === 2 ? /\p{Surrogate}/u : /\uFFFD|\p{Surrogate}/u;
}
