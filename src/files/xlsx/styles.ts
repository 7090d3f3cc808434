import { getFormatFromId } from './number-formats.js';
import type { ArchiveParts } from '../zip/archive-parts.js';
import { parseXml } from './read-xml.js';

/** What Excel takes; a longer one is no format that a person made. */
const maxFormatCharacters = 255;

/**
 * Reads the number format of every cell style, by the number that cells refer to; none when the workbook has no styles.
 * Throws what `parseXml` throws.
 */
export async function readNumberFormats(parts: ArchiveParts, part: string): Promise<string[]> {
  const source = parts.find(part);
  if (source === undefined) return [];
  const own = new Map<number, string>();
  const ids: number[] = [];
  let isInCells = false;
  await parseXml(source, {
    open(tag, attributes) {
      const id = Number(attributes['numFmtId'] ?? 0);
      if (tag === 'numFmt') own.set(id, attributes['formatCode'] ?? '');
      if (tag === 'cellXfs') isInCells = true;
      if (tag === 'xf' && isInCells) ids.push(id);
    },
    close(tag) {
      if (tag === 'cellXfs') isInCells = false;
    },
  });
  return ids.map((id) => own.get(id) ?? builtInFormat(id)).map((format) => usable(format));
}

function builtInFormat(id: number): string {
  return getFormatFromId(id) ?? 'General';
}

function usable(format: string): string {
  return format === '' || format.length > maxFormatCharacters ? 'General' : format;
}
