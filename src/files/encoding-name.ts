import iconv from 'iconv-lite';
import { FerryError } from '../errors.js';

/** Names that iconv-lite knows but that are ways to write bytes, not encodings of text. */
const notTextEncodings = new Set(['base64', 'hex', 'binary']);

/** Other spellings, without punctuation, of the names that `files/` itself tells apart. */
const canonicalNames: ReadonlyMap<string, string> = new Map([
  ['utf8', 'utf-8'],
  ['unicode11utf8', 'utf-8'],
  ['utf16', 'utf-16'],
  ['utf16le', 'utf-16le'],
  ['ucs2', 'utf-16le'],
  ['utf16be', 'utf-16be'],
  ['windows1252', 'windows-1252'],
  ['win1252', 'windows-1252'],
  ['cp1252', 'windows-1252'],
]);

/**
 * Checks an encoding name as a person wrote it and gives the name used from then on, e.g. `UTF8` as `utf-8`.
 * Throws `encoding_unknown`.
 */
export function parseEncodingName(name: string): string {
  const bare = name.toLowerCase().replace(/[^0-9a-z]/g, '');
  const canonical = canonicalNames.get(bare);
  if (canonical !== undefined) return canonical;
  if (bare === '' || notTextEncodings.has(bare) || !iconv.encodingExists(name)) {
    throw new FerryError('encoding_unknown', `There is no encoding named "${name}".`, {
      hint: 'Some that work: utf-8, utf-16le, windows-1252, windows-1255, iso-8859-2, macintosh, shift_jis, gb18030.',
    });
  }
  return name.trim().toLowerCase();
}

/** Bytes per code unit: a file whose length is no multiple of it was cut short. */
export function codeUnitBytes(encoding: string): number {
  const bare = encoding.replace(/[^0-9a-z]/g, '');
  if (bare.startsWith('utf16')) return 2;
  return bare.startsWith('utf32') || bare.startsWith('ucs4') ? 4 : 1;
}
