import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { CHUNK_BYTES, chunksOf } from '../../src/store/byte-chunks.js';

test('chunksOf cuts any pieces into full chunks and a rest, and loses no byte', async () => {
  const bytes = randomBytes(2 * CHUNK_BYTES + 5);
  for (const pieces of [
    [bytes],
    [bytes.subarray(0, 1), bytes.subarray(1, CHUNK_BYTES + 3), bytes.subarray(CHUNK_BYTES + 3)],
    [bytes.subarray(0, CHUNK_BYTES), Buffer.alloc(0), bytes.subarray(CHUNK_BYTES)],
  ]) {
    const chunks: Buffer[] = [];
    for await (const chunk of chunksOf(Readable.from(pieces))) chunks.push(chunk);
    assert.deepEqual(
      chunks.map(({ length }) => length),
      [CHUNK_BYTES, CHUNK_BYTES, 5],
    );
    assert.ok(Buffer.concat(chunks).equals(bytes));
  }
});

test('chunksOf reads on only as chunks are taken, and leaves a stream that is not wanted any more to its owner', async () => {
  let read = 0;
  const endless = new Readable({
    read() {
      read += 65_536;
      this.push(Buffer.alloc(65_536));
    },
  });
  const chunks = chunksOf(endless);
  for (const taken of [1, 2, 3]) {
    await chunks.next();
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(read < (taken + 1) * CHUNK_BYTES, `${read} bytes were read for ${taken} chunks`);
  }
  await chunks.return(undefined);
  assert.equal(endless.destroyed, false);
  endless.destroy(new Error('nobody listens to this'));
  await new Promise((resolve) => setImmediate(resolve));
});

test('chunksOf throws what a stream threw before anybody read', async () => {
  const failed = new Error('too early');
  const stream = new Readable({ read: () => undefined });
  const chunks = chunksOf(stream);
  stream.destroy(failed);
  await new Promise((resolve) => setImmediate(resolve));
  await assert.rejects(chunks.next(), failed);
});
