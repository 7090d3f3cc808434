import { crc32 } from 'node:zlib';

/** CRC-32 of a text's UTF-8 bytes: stored beside each client, compared before it is served, so damage is never handed over. */
export function checksum(text: string): number {
  return crc32(text);
}

/** The same of bytes that are UTF-8 already. */
export function checksumOfBytes(bytes: Uint8Array): number {
  return crc32(bytes);
}
