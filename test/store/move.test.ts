import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { openInstallation } from '../../src/store/sqlite/installation.js';
import { moveInstallation } from '../../src/store/move-installation.js';
import { FerryError } from '../../src/errors.js';
import { openTestStore, usePostgres } from '../helpers/postgres.js';
import { stageHere } from '../helpers/stage.js';
import { createDeclaredSession, makeStore } from '../helpers/store.js';

const postgres = usePostgres();
const SAMPLES = fileURLToPath(new URL('../../data/samples', import.meta.url));

test('everything moves from a data folder into PostgreSQL: clients byte for byte, rejects, sessions, ledgers, mappings', async (t) => {
  const { store, dataDir } = makeStore(t);
  const staged = [];
  for (const name of ['clients.csv', 'uisp-clients.csv', 'google-contacts.csv'])
    staged.push((await stageHere(store, [join(SAMPLES, name)])).batch);
  const [list, uisp] = staged;
  assert.ok(list && uisp);
  const session = createDeclaredSession(list, { state: 'closed' });
  await store.createSession(session);
  const poll = {
    ...{ sessionId: session.id, polledAt: '2026-03-01T10:00:00.000Z', page: 1, pageSize: 100 },
    ...{ status: 200, firstSeq: 1, lastSeq: 36, sentWhole: true, durationMs: 1.5 },
    ...{ unknownParams: [], userAgent: undefined },
  };
  await store.recordPoll(poll);
  await store.rememberMapping('b1', 'f1', { columns: { Wer: 'first_name' } });

  const target = await openTestStore(t, await postgres.createDatabase());
  const from = openInstallation(dataDir);
  t.after(() => from.close());
  // Given twice: the second time finds everything there.
  for (const round of [1, 2]) {
    const books = await moveInstallation(from, target);
    assert.ok(books.length >= 6, String(round));
    for (const { what, before, after } of books) assert.equal(after, before, what);
  }
  for (const batch of staged) {
    const [before, after] = [store, target].map((one) =>
      one.readClients(batch.id, 1, batch.counts.clients),
    );
    assert.deepEqual(await after, await before);
    assert.deepEqual(
      await target.readRejects(batch.id, 0, 100),
      await store.readRejects(batch.id, 0, 100),
    );
  }
  assert.deepEqual(await target.readOrigin(uisp.id, 1), await store.readOrigin(uisp.id, 1));
  assert.deepEqual(await target.listLedger(session.id), [poll]);
  assert.equal((await target.findSession(session.id))?.lastPolledAt, poll.polledAt);
  assert.deepEqual(await target.findMapping('b1', 'f1'), { columns: { Wer: 'first_name' } });
});

test('nothing is moved while a session is open, because its pages would stop', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { batch } = await stageHere(store, [join(SAMPLES, 'clients.csv')]);
  await store.createSession(createDeclaredSession(batch));
  const target = await openTestStore(t, await postgres.createDatabase());
  const from = openInstallation(dataDir);
  t.after(() => from.close());
  await assert.rejects(
    moveInstallation(from, target),
    (error: unknown) => error instanceof FerryError && error.code === 'session_open',
  );
  assert.deepEqual(await target.listBatches(), []);
});
