import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { test } from 'node:test';
import { limitTime } from '../src/limit-time.js';
import { until } from './helpers/poll.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('a time limit ends what it limits although garbage was collected meanwhile', async () => {
  let ended: unknown;
  const begin = () => {
    const limit = limitTime(new AbortController().signal, 100);
    void once(new EventTarget(), 'never', { signal: limit }).catch(() => {
      ended = limit.reason;
    });
  };
  begin();
  collectGarbage();
  await until('the time is over', () => {
    collectGarbage();
    return ended !== undefined;
  });
  assert.equal((ended as DOMException).name, 'TimeoutError');
});

test('it ends with the other signal, also when that has aborted before', () => {
  const other = new AbortController();
  const limit = limitTime(other.signal, 60_000);
  other.abort('enough');
  assert.equal(limit.reason, 'enough');
  assert.equal(limitTime(other.signal, 60_000).reason, 'enough');
});
