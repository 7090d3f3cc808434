import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDeclaredSession } from '../helpers/store.js';
import { atMinute, makeNotice } from '../support/make-results.js';
import { sealBatch } from '../support/seal-batch.js';
import { said, type MakeStoreHouse } from './store-house.js';

/** What every store must do with notices on their way. */
export function testNotices(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: of an import each channel is told once, also when 20 add the notice at once`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const added = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? one : two).addNotice(makeNotice({ id: `n_${n}` })),
      ),
    );
    assert.equal(added.filter((isNew) => isNew).length, 1);
    const mail = makeNotice({ id: `n_${added.indexOf(true)}` });
    const webhook = makeNotice({ id: 'n_w', channel: 'webhook', problem: 'nul\0 é' });
    assert.equal(await one.addNotice(webhook), true);
    assert.equal(await one.addNotice(makeNotice({ id: 'n_2nd', importId: 's_2' })), true);
    assert.deepEqual(said(await two.listNotices('s_1')), said([mail, webhook]));
    assert.deepEqual(await two.listNotices('s_none'), []);
  });

  test(`${name}: waiting notices are due at their time, oldest first, as many as asked for`, async (t) => {
    const store = await makeHouse(t).open();
    for (const [minute, state] of [
      [3, 'waiting'],
      [1, 'waiting'],
      [2, 'sent'],
      [0, 'given_up'],
      [4, 'waiting'],
    ] as const)
      await store.addNotice(
        makeNotice({ id: `n_${minute}`, importId: `s_${minute}`, state, dueAt: atMinute(minute) }),
      );
    const due = async (minute: number, limit = 9) =>
      (await store.listDueNotices(atMinute(minute), limit)).map(({ id }) => id);
    assert.deepEqual(await due(0), []);
    assert.deepEqual(await due(3), ['n_1', 'n_3']);
    assert.deepEqual(await due(9), ['n_1', 'n_3', 'n_4']);
    assert.deepEqual(await due(9, 1), ['n_1']);
  });

  test(`${name}: a notice is written only over the version before, also by 20 at once`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const notice = makeNotice();
    await one.addNotice(notice);
    assert.equal(await one.replaceNotice({ ...notice, version: 3 }), false);
    assert.equal(await one.replaceNotice({ ...notice, id: 'n_none', version: 2 }), false);
    const moved = { ...notice, version: 2, dueAt: atMinute(30) };
    const written = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? one : two).replaceNotice({ ...moved, attempts: n }),
      ),
    );
    assert.equal(written.filter((won) => won).length, 1);
    const attempts = written.indexOf(true);
    assert.deepEqual(said(await two.listNotices('s_1')), said([{ ...moved, attempts }]));
    assert.deepEqual(await two.listDueNotices(atMinute(9), 9), []);
    const sent = { ...moved, attempts, version: 3, state: 'sent' as const, sentAt: atMinute(31) };
    assert.equal(await one.replaceNotice(sent), true);
    assert.deepEqual(await two.listDueNotices(atMinute(59), 9), []);
  });

  test(`${name}: an import is untold on a channel when none of its sessions is open and it has no notice there`, async (t) => {
    const store = await makeHouse(t).open();
    const batch = await sealBatch(store);
    const untold = (channel: 'mail' | 'webhook', since = 0) =>
      store.listUntoldImports(channel, atMinute(since));
    const first = createDeclaredSession(batch, { id: 's_1', parts: 2, createdAt: atMinute(1) });
    await store.createSession(first);
    assert.deepEqual(await untold('mail'), []);
    await store.replaceSession({ ...first, version: 2, state: 'closed' });
    const second = createDeclaredSession(batch, {
      ...{ id: 's_2', importId: 's_1', continues: 's_1', part: 2, parts: 2 },
      createdAt: atMinute(2),
    });
    await store.createSession(second);
    const other = { state: 'failed', createdAt: atMinute(3) } as const;
    await store.createSession(createDeclaredSession(batch, { id: 's_3', ...other }));
    assert.deepEqual(await untold('mail'), ['s_3']);

    await store.replaceSession({ ...second, version: 2, state: 'cancelled' });
    assert.deepEqual(await untold('mail'), ['s_1', 's_3']);
    assert.deepEqual(await untold('mail', 2), ['s_3']);
    await store.addNotice(makeNotice({ importId: 's_1' }));
    assert.deepEqual(await untold('mail'), ['s_3']);
    assert.deepEqual(await untold('webhook'), ['s_1', 's_3']);
  });
}
