import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { createDeclaredSession } from '../helpers/store.js';
import { sealBatch } from '../support/seal-batch.js';
import { refusal } from './refusal.js';
import { said, type MakeStoreHouse } from './store-house.js';

/** What every store must do with the sessions of an import that goes over in parts. */
export function testImportSessions(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: the sessions of an import are listed in the order in which they were created, and no others`, async (t) => {
    const store = await makeHouse(t).open();
    const batch = await sealBatch(store);
    const first = createDeclaredSession(batch, { id: 's_1', parts: 2, state: 'closed' });
    // Its clock was behind.
    const second = createDeclaredSession(batch, {
      ...{ id: 's_0', importId: 's_1', continues: 's_1', part: 2, parts: 2, state: 'closed' },
      createdAt: '2020-01-01T00:00:00.000Z',
    });
    const other = createDeclaredSession(batch, { state: 'closed', wipeWhenDone: true });
    for (const session of [first, second, other]) await store.createSession(session);
    assert.deepEqual(said(await store.listSessionsOfImport('s_1')), said([first, second]));
    assert.deepEqual(said(await store.listSessionsOfImport(other.id)), said([other]));
    assert.deepEqual(await store.listSessionsOfImport('s_none'), []);
  });

  test(`${name}: a closed session with parts left is to be continued until one goes on from it`, async (t) => {
    const store = await makeHouse(t).open();
    const batch = await sealBatch(store);
    const toContinue = async () => (await store.listSessionsToContinue()).map(({ id }) => id);
    const first = createDeclaredSession(batch, { id: 's_1', parts: 3 });
    await store.createSession(first);
    assert.deepEqual(await toContinue(), []);
    for (const [at, state] of (
      ['serving', 'closed_early', 'failed', 'cancelled'] as const
    ).entries())
      await store.replaceSession({ ...first, version: at + 2, state });
    assert.deepEqual(await toContinue(), []);
    await store.replaceSession({ ...first, version: 6, state: 'closed' });
    assert.deepEqual(await toContinue(), ['s_1']);

    const next = { importId: 's_1', parts: 3, state: 'closed' as const };
    await store.createSession(
      createDeclaredSession(batch, { ...next, id: 's_2', continues: 's_1', part: 2 }),
    );
    assert.deepEqual(await toContinue(), ['s_2']);
    await store.createSession(
      createDeclaredSession(batch, { ...next, id: 's_3', continues: 's_2', part: 3 }),
    );
    assert.deepEqual(await toContinue(), []);
    const other = await sealBatch(store, { businessUid: 'b2' });
    for (const id of ['s_8', 's_9'])
      await store.createSession(createDeclaredSession(other, { id, parts: 2, state: 'closed' }));
    assert.deepEqual(await toContinue(), ['s_8', 's_9']);
  });

  test(`${name}: at most one session goes on from each, which is told apart from an open session in the way`, async (t) => {
    const store = await makeHouse(t).open();
    const batch = await sealBatch(store);
    const [first, second] = ['s_1', 's_2'].map((id) =>
      createDeclaredSession(batch, { id, parts: 2, state: 'closed' }),
    );
    assert.ok(first && second);
    for (const session of [first, second]) await store.createSession(session);
    const next = { importId: 's_1', part: 2, parts: 2 };
    await store.createSession(
      createDeclaredSession(batch, { ...next, id: 's_3', continues: 's_1' }),
    );
    await assert.rejects(
      store.createSession(createDeclaredSession(batch, { ...next, continues: 's_1' })),
      (error: unknown) =>
        refusal('session_continued')(error) &&
        error instanceof FerryError &&
        error.message.includes('s_3'),
    );
    await assert.rejects(
      store.createSession(createDeclaredSession(batch, { ...next, continues: 's_2' })),
      refusal('session_open'),
    );
    await assert.rejects(
      store.createSession(
        createDeclaredSession(batch, { ...next, continues: 's_1', state: 'closed' }),
      ),
      refusal('session_continued'),
    );
  });

  test(`${name}: of 20 who go on from a session at once exactly one does, and the others hear of it`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const batch = await sealBatch(one);
    await one.createSession(createDeclaredSession(batch, { id: 's_1', parts: 2, state: 'closed' }));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? one : two).createSession(
          createDeclaredSession(batch, { importId: 's_1', continues: 's_1', part: 2, parts: 2 }),
        ),
      ),
    );
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    assert.equal(refused.length, 19);
    for (const error of refused) assert.ok(refusal('session_continued')(error), String(error));
    assert.equal((await two.listSessionsOfImport('s_1')).length, 2);
  });

  test(`${name}: sessions are found by their id at the host once it is known, newest first`, async (t) => {
    const store = await makeHouse(t).open();
    const batch = await sealBatch(store);
    const at = (day: number) => `2026-03-0${day}T00:00:00.000Z`;
    const first = createDeclaredSession(batch, {
      ...{ id: 's_1', state: 'prepared', hostSessionId: undefined, createdAt: at(1) },
    });
    await store.createSession(first);
    assert.deepEqual(await store.listSessionsByHostId('77'), []);
    const told = { ...first, version: 2, state: 'closed' as const, hostSessionId: '77' };
    assert.ok(await store.replaceSession(told));
    const second = createDeclaredSession(batch, { hostSessionId: '77', createdAt: at(2) });
    await store.createSession(second);
    assert.deepEqual(said(await store.listSessionsByHostId('77')), said([second, told]));
    assert.deepEqual(await store.listSessionsByHostId('7'), []);
  });
}
