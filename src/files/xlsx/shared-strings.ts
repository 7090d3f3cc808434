import { FerryError } from '../../errors.js';
import { maxSharedTextBytes } from '../limits.js';
import type { ArchiveParts } from '../zip/archive-parts.js';
import { parseXml } from './read-xml.js';
import { RichText } from './rich-text.js';

/** What a text costs in memory besides its bytes, about. */
const bytesPerText = 32;

/**
 * Reads the texts that cells refer to by number; none when the workbook has no such part.
 * Throws `file_too_large` over 64 MiB, and what `parseXml` throws.
 */
export async function readSharedStrings(parts: ArchiveParts, part: string): Promise<string[]> {
  const strings: string[] = [];
  const source = parts.find(part);
  if (source === undefined) return strings;
  const rich = new RichText();
  let bytes = 0;
  await parseXml(source, {
    open: (tag) => {
      rich.open(tag);
    },
    text: (text) => {
      rich.add(text);
    },
    close(tag) {
      rich.close(tag);
      if (tag !== 'si') return;
      const text = rich.take();
      bytes += Buffer.byteLength(text) + bytesPerText;
      if (bytes > maxSharedTextBytes) throw tooMuchText(parts.name);
      strings.push(text);
    },
  });
  return strings;
}

function tooMuchText(name: string): FerryError {
  return new FerryError('file_too_large', `${name} holds more than 64 MiB of text.`, {
    hint: 'Save the list as CSV, which may be of any length up to 2 GiB.',
  });
}
