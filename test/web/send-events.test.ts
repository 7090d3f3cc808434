import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import type { Response } from 'express';
import { sendEvents } from '../../src/web/api/send-events.js';

test('a slow reader leaves no listeners on the answer', async () => {
  const answer = Object.assign(new PassThrough({ highWaterMark: 16 }), {
    set: () => undefined,
    flushHeaders: () => undefined,
  });
  const left: number[] = [];
  async function* values() {
    for (let at = 0; at < 30; at++) {
      yield await Promise.resolve({ at, text: 'more than fits at once' });
      left.push(answer.listenerCount('close') + answer.listenerCount('error'));
    }
  }
  const sent = sendEvents(answer as unknown as Response, values(), {
    keepAliveMs: 60_000,
    streamMs: 60_000,
  });
  const pieces: string[] = [];
  for await (const piece of answer) pieces.push(String(piece));
  await sent;
  assert.equal(pieces.join('').split('data: ').length, 31);
  assert.equal(left.length, 30);
  assert.equal(left.at(-1), left[0]);
});
