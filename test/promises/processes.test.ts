import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { countHandedOver } from '../../src/sessions/serve-page.js';
import { idsOf, poll, span, until } from '../helpers/poll.js';
import { startServe } from '../helpers/program.js';
import { makeStore, openSession, readSession } from '../helpers/store.js';

/** Reads the first piece of an answer, lets `then` happen, and tells what came in all and whether the end did. */
function readSlowly(url: string, then: () => void): Promise<{ text: string; whole: boolean }> {
  return new Promise((resolve) => {
    const asked = request(url, (answer) => {
      let text = '';
      let isFirst = true;
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => {
        text += piece;
        if (!isFirst) return;
        isFirst = false;
        answer.pause();
        then();
        setImmediate(() => answer.resume());
      });
      answer.on('error', () => undefined);
      answer.once('close', () => {
        resolve({ text, whole: answer.complete });
      });
    });
    asked.end();
  });
}

test('R32: a kill in the middle of a page is a broken transfer, never a shorter page, and is not counted', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { session } = await openSession(store, 40_000, 'b1', { bytesPerClient: 400 });
  const serve = await startServe(t, dataDir);
  const got = await readSlowly(`${serve.url}?business_uid=b1&page=1&per_page=40000`, () => {
    serve.kill('SIGKILL');
  });
  assert.equal(got.whole, false);
  assert.match(got.text, /^\{"data":\{"clients":\[/);
  assert.throws(() => JSON.parse(got.text) as unknown);
  assert.equal(await countHandedOver({ store }, session), 0);

  const again = await startServe(t, dataDir);
  const page = await poll(again.url, { page: 1, per_page: 40_000 });
  assert.deepEqual(idsOf(page), span(1, 40_000));
});

test('R40: two servers on one data folder serve the same bytes and keep one account', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { session } = await openSession(store, 95);
  const servers = [await startServe(t, dataDir), await startServe(t, dataDir)];
  const got: number[] = [];
  for (const page of span(1, 10)) {
    const answers = await Promise.all(servers.map(({ url }) => poll(url, { page, per_page: 10 })));
    assert.deepEqual(new Set(answers.map(({ body }) => body)).size, 1);
    for (const answer of answers.slice(0, 1)) got.push(...idsOf(answer));
  }
  assert.deepEqual(got, span(1, 95));
  await Promise.all(servers.map(({ url }) => poll(url, { page: -1, per_page: 10 })));
  await until(
    'it is closed whole',
    async () => (await readSession(store, session.id)).state === 'closed',
  );
  assert.equal(await countHandedOver({ store }, session), 95);
});
