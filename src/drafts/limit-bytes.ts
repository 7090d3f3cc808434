import { Readable } from 'node:stream';
import { FerryError } from '../errors.js';

/**
 * The same bytes, ending with `file_too_large` as soon as there are more than `maxBytes`, whatever was said about their number
 * (promises S13). The given stream is left as it is then, so that its other end can still be answered.
 */
export function limitBytes(bytes: Readable, maxBytes: number): Readable {
  return Readable.from(countBytes(bytes, maxBytes), { objectMode: false });
}

async function* countBytes(bytes: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let count = 0;
  for await (const chunk of bytes.iterator({ destroyOnReturn: false })) {
    const buffer = Buffer.from(chunk as Uint8Array);
    count += buffer.length;
    if (count > maxBytes) throw tooLarge(maxBytes);
    yield buffer;
  }
}

function tooLarge(maxBytes: number): FerryError {
  const megabytes = Math.floor(maxBytes / 1024 ** 2);
  const most = megabytes > 0 ? `${megabytes} MB` : `${maxBytes} bytes`;
  return new FerryError('file_too_large', `The file is larger than ${most}.`, {
    hint: 'Split the list into several files, or zip it.',
  });
}
