import type { Readable } from 'node:stream';

/** The most bytes of an upload that are held in memory at a time. */
export const CHUNK_BYTES = 1024 * 1024;

/**
 * Cuts a stream into chunks of `CHUNK_BYTES`, the last one shorter; reads on only as chunks are taken. Throws what the stream
 * throws, also when it is broken off. Whoever stops early leaves the stream to its owner, who may still have to answer on it.
 */
export function chunksOf(bytes: Readable): AsyncGenerator<Buffer> {
  // It may fail while nobody reads yet; reading throws it then.
  bytes.on('error', () => undefined);
  return cut(bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>);
}

async function* cut(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + CHUNK_BYTES - size);
      gathered.push(part);
      at += part.length;
      size += part.length;
      if (size < CHUNK_BYTES) continue;
      yield Buffer.concat(gathered, size);
      gathered = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(gathered, size);
}
