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

/** Names what the first bytes of a binary file are, such as `a PDF document`; undefined for none that is known. */
export function findBinaryLook(head: Buffer): string | undefined {
  if (zipMarks.some((mark) => beginsWith(head, mark))) return lookOfZip(head);
  const hasNul = head.includes(0);
  const found = signatures.find(({ bytes, isPlain }) => {
    return beginsWith(head, bytes) && (isPlain !== true || hasNul);
  });
  return found?.name;
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

/** Office documents are ZIP archives whose first entries have telling names. */
function lookOfZip(head: Buffer): string {
  const names = head.toString('latin1');
  if (names.includes('xl/')) return 'an Excel workbook (XLSX)';
  if (names.includes('word/')) return 'a Word document (DOCX)';
  if (names.includes('opendocument.spreadsheet')) return 'an OpenDocument spreadsheet';
  // Excel writes this entry first and the telling ones too late to be seen here.
  if (names.includes('[Content_Types].xml')) return 'an Office document, probably XLSX';
  return 'a ZIP archive';
}

function beginsWith(head: Buffer, bytes: Buffer): boolean {
  return head.subarray(0, bytes.length).equals(bytes);
}
