import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { FerryError } from '../../errors.js';
import { parseEncodingName } from '../encoding-name.js';
import type { Property } from './property.js';

/** Where a value stands, for messages. */
export interface ValuePlace {
  /** Of the file. */
  readonly name: string;
  readonly line: number;
}

/**
 * Decodes quoted-printable (RFC 2045, section 6.7) and base64 text in the character set that its property names: UTF-8 when
 * it names none, or Windows-1252 when the bytes are not UTF-8. Throws `encoding_uncertain`, `encoding_unknown`.
 */
export function decodeValue(text: string, property: Property, place: ValuePlace): string {
  const { encoding, charset } = property;
  if (encoding === undefined) return text;
  if (encoding === 'base64') return decodeBytes(Buffer.from(text, 'base64'), charset, place);
  return decodeQuotedPrintable(text.replace(/=$/, ''), charset, place);
}

function decodeQuotedPrintable(
  text: string,
  charset: string | undefined,
  place: ValuePlace,
): string {
  // Odd parts are runs of encoded bytes.
  const parts = text.split(/((?:=[0-9A-Fa-f]{2})+)/);
  const toBytes = (run: string): Buffer => Buffer.from(run.replaceAll('=', ''), 'hex');
  const isAscii = parts.every((part, index) => index % 2 === 1 || /^\p{ASCII}*$/u.test(part));
  if (!isAscii) {
    return parts
      .map((part, index) => (index % 2 === 1 ? decodeBytes(toBytes(part), charset, place) : part))
      .join('');
  }
  // The second byte of a character may be a letter that stands for itself.
  const bytes = parts.map((part, index) => (index % 2 === 1 ? toBytes(part) : Buffer.from(part)));
  return decodeBytes(Buffer.concat(bytes), charset, place);
}

function decodeBytes(bytes: Buffer, charset: string | undefined, place: ValuePlace): string {
  const fallback = isUtf8(bytes) ? 'utf-8' : 'windows-1252';
  const encoding = charset === undefined ? fallback : parseEncodingName(charset);
  const text = iconv.decode(bytes, encoding);
  if (!text.includes('\uFFFD')) return text;
  throw new FerryError(
    'encoding_uncertain',
    `${place.name}, line ${place.line}: a byte there has no meaning in ${encoding}.`,
    { hint: 'Repair that line, or export the cards again.' },
  );
}
