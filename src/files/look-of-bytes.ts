import type { ByteSource } from './byte-source.js';

interface Signature {
  readonly name: string;
  readonly bytes: Buffer;
  /** Letters that a CSV header could begin with too: only together with NUL bytes do they mean a binary. */
  readonly isPlain?: boolean;
}

const signatures: readonly Signature[] = [
  { name: 'a PDF document', bytes: Buffer.from('%PDF-') },
  { name: 'a PNG picture', bytes: Buffer.from('89504e470d0a1a0a', 'hex') },
  { name: 'a JPEG picture', bytes: Buffer.from('ffd8ff', 'hex') },
  { name: 'a GIF picture', bytes: Buffer.from('GIF8'), isPlain: true },
  { name: 'a gzip archive', bytes: Buffer.from('1f8b08', 'hex') },
  { name: 'a 7-Zip archive', bytes: Buffer.from('377abcaf271c', 'hex') },
  { name: 'a RAR archive', bytes: Buffer.from('526172211a07', 'hex') },
  { name: 'an SQLite database', bytes: Buffer.from('SQLite format 3\0') },
  { name: 'an old Excel or Word file', bytes: Buffer.from('d0cf11e0a1b11ae1', 'hex') },
  { name: 'a rich text document', bytes: Buffer.from('{\\rtf1') },
  { name: 'a Windows program', bytes: Buffer.from('MZ'), isPlain: true },
  { name: 'a Linux program', bytes: Buffer.from('7f454c46', 'hex') },
];

const zipMarks = ['504b0304', '504b0506', '504b0708'].map((hex) => Buffer.from(hex, 'hex'));

/** Of an encrypted workbook the container's directory names this stream ([MS-OFFCRYPTO], section 2.3.4.4). */
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

const textLookBytes = 512;

/** Whether the bytes begin like a ZIP archive, which workbooks are too. */
export function isZip(head: Buffer): boolean {
  return zipMarks.some((mark) => beginsWith(head, mark));
}

/** Whether the bytes begin with a vCard, in any encoding that keeps ASCII letters. */
export function isVcard(head: Buffer): boolean {
  const text = head.toString('latin1', 0, textLookBytes).replace(/[\0\xef\xbb\xbf\xfe\xff]/g, '');
  return /^\s*BEGIN:VCARD\s/i.test(text);
}

/** Whether the bytes begin like the container of old Office files and of encrypted new ones. */
export function isOldOffice(head: Buffer): boolean {
  return beginsWith(head, Buffer.from('d0cf11e0a1b11ae1', 'hex'));
}

/** Whether an Office container holds an encrypted workbook. Reads all of `source`; throws what reading it throws. */
export async function holdsEncryptedPackage(source: ByteSource): Promise<boolean> {
  let tail = Buffer.alloc(0);
  for await (const chunk of source.read()) {
    const joined = Buffer.concat([tail, chunk]);
    if (joined.includes(encryptedPackage)) return true;
    tail = Buffer.from(joined.subarray(-encryptedPackage.length));
  }
  return false;
}

/** Names what the first bytes of a binary file are, such as `a PDF document`; undefined for none that is known. */
export function findBinaryLook(head: Buffer): string | undefined {
  if (isZip(head)) return 'a ZIP archive';
  const hasNul = head.includes(0);
  const found = signatures.find(({ bytes, isPlain }) => {
    return beginsWith(head, bytes) && (isPlain !== true || hasNul);
  });
  return found?.name ?? findTextLook(head);
}

const textLooks: readonly (readonly [string, RegExp])[] = [
  ['a web page (HTML)', /^\s*<(?:!doctype\s+html|html|head|body|table|meta|div)\b/i],
  ['an XML document', /^\s*<\?xml\b/i],
  ['JSON', /^\s*(?:\[\s*[[{"\]]|\{\s*["}])/],
];

/** Text that is no list: programs save web pages under the names of spreadsheets. */
function findTextLook(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, textLookBytes).replace(/^\xef\xbb\xbf/, '');
  return textLooks.find(([, pattern]) => pattern.test(text))?.[0];
}

/**
 * Which UTF-16 a file without byte order mark may be: in western text nearly every second byte is NUL.
 * Undefined when neither half stands out.
 */
export function findUtf16Look(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  let even = 0;
  let odd = 0;
  head.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  });
  const half = head.length / 2;
  if (odd > half / 2 && even < half / 10) return 'utf-16le';
  if (even > half / 2 && odd < half / 10) return 'utf-16be';
  return undefined;
}

function beginsWith(head: Buffer, bytes: Buffer): boolean {
  return head.subarray(0, bytes.length).equals(bytes);
}
