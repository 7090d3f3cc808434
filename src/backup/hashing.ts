import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

/** Lets bytes through, and knows their checksum once all are through: SHA-256, lower-case hex. */
export function createHashing(): { stream: Transform; checksum: () => string } {
  const hash = createHash('sha256');
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, checksum: () => hash.digest('hex') };
}
