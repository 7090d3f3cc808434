import { crc32 } from 'node:zlib';

/** CRC-32 of a text's UTF-8 bytes: stored beside what is served and compared before, so that damage is never handed over. */
export function checksum(text: string): number {
  return crc32(text);
}

/** The same of bytes, or of all bytes so far when `before` is the checksum of those that came before. */
export function checksumOfBytes(bytes: Uint8Array, before = 0): number {
  return crc32(bytes, before);
}
