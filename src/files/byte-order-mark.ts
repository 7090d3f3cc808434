export type ByteOrderMark = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | undefined;

/** How many bytes the mark takes. */
export const markBytes = { 'utf-8': 3, 'utf-16le': 2, 'utf-16be': 2, 'utf-32le': 4 } as const;

/** Tells which byte order mark the first bytes of a file are, if any (Unicode Standard, section 23.8). */
export function findByteOrderMark(head: Buffer): ByteOrderMark {
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return 'utf-8';
  // FF FE 00 00 could be UTF-16 text beginning with U+0000; no text begins so.
  if (startsWith(head, 0xff, 0xfe, 0, 0)) return 'utf-32le';
  if (startsWith(head, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(head, 0xfe, 0xff)) return 'utf-16be';
  return undefined;
}

function startsWith(head: Buffer, ...bytes: number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}
