import assert from 'node:assert/strict';
import { test } from 'node:test';
import { removeBatch } from '../../src/retention/remove-batch.js';
import { EMPTY, poll, pullAll, span, until } from '../helpers/poll.js';
import { makeStore, openSession, readSession } from '../helpers/store.js';
import { startWeb } from '../helpers/web.js';

test('R28: pages of a list that was removed after the close get the one refusal, not a word to try again', async (t) => {
  const { store } = makeStore(t);
  const { batch, session } = await openSession(store, 25);
  const web = await startWeb(t, store);
  assert.deepEqual(await pullAll(web.url, 10), span(1, 25));
  await until('closed', async () => (await readSession(store, session.id)).state === 'closed');
  await removeBatch({ store, now: () => new Date(), by: undefined }, batch);

  const unknown = await poll(web.url, { business_uid: 'nobody', page: 1, per_page: 10 });
  assert.equal(unknown.status, 404);
  for (const page of [1, 3]) {
    const { status, body, headers } = await poll(web.url, { page, per_page: 10 });
    assert.deepEqual([status, body], [404, unknown.body]);
    assert.equal(headers['retry-after'], undefined);
  }
  // What holds no client is as it was.
  for (const page of [4, -1])
    assert.equal((await poll(web.url, { page, per_page: 10 })).body, EMPTY);
  assert.equal((await readSession(store, session.id)).flags.length, 1);
});
