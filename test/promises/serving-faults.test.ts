import assert from 'node:assert/strict';
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { countHandedOver } from '../../src/sessions/serve-page.js';
import { EMPTY, poll, pullAll, span, until, type Answer } from '../helpers/poll.js';
import { startServe } from '../helpers/program.js';
import { makeStore, openSession, readSession } from '../helpers/store.js';
import { attachFault, type Fault } from '../support/fault.js';
import { times } from '../support/long-form.js';

const CLIENTS = 2_000;
const SIZE = 200;
const PAGES = CLIENTS / SIZE;

/** The built program with an open session of each business, the bytes of the pages of b1, and its disk, which may fail. */
async function setUp(t: TestContext) {
  const { store, dataDir } = makeStore(t);
  const { batch, session } = await openSession(store, CLIENTS);
  const fresh = (await openSession(store, CLIENTS, 'b2')).session;
  const serve = await startServe(t, dataDir);
  const ask = (page: number, businessUid = 'b1') =>
    poll(serve.url, { page, per_page: SIZE, business_uid: businessUid });
  const bodies = new Map<number, string>();
  for (const page of span(1, PAGES)) bodies.set(page, (await ask(page)).body);
  const under = async (fault: Fault, work: () => Promise<void>) => {
    const attached = await attachFault(serve.pid, fault);
    try {
      await work();
    } catch (error) {
      await attached.lift();
      throw error;
    }
    return (await attached.lift()).struck;
  };
  const control = ['', '-wal'].map((ending) => join(dataDir, `control.db${ending}`));
  const batchFile = join(dataDir, 'batches', `${batch.id}.db`);
  return { store, session, fresh, serve, ask, bodies, under, control, batchFile };
}

function assertTrouble(answer: Answer): void {
  assert.equal(answer.status, 503, answer.body);
  assert.ok(Number(answer.headers['retry-after']) > 0);
  assert.doesNotMatch(answer.body, /clients|SQLITE|\/dev|\/tmp/);
}

test('R36: whichever read of a batch file fails, a page is 503 with Retry-After and a flag, or whole; never empty or short', async (t) => {
  const { store, session, ask, bodies, under, batchFile } = await setUp(t);
  let refused = 0;
  for (const n of span(1, times(8, 60))) {
    for (const when of [`${n}`, `${n}+`]) {
      // Another file of the same bytes is opened anew, so that nothing of it is in memory.
      copyFileSync(batchFile, `${batchFile}.copy`);
      renameSync(`${batchFile}.copy`, batchFile);
      await under({ inject: [`pread64:error=EIO:when=${when}`], paths: [batchFile] }, async () => {
        for (const page of [1, PAGES]) {
          const answer = await ask(page);
          if (answer.status === 200) assert.equal(answer.body, bodies.get(page));
          else assertTrouble(answer);
          if (answer.status !== 200) refused++;
        }
      });
      assert.equal((await ask(1)).body, bodies.get(1), when);
    }
  }
  t.diagnostic(`${refused} pages were refused`);
  assert.ok(refused >= 8, String(refused));
  const { flags, state } = await readSession(store, session.id);
  assert.equal(flags.length, 1);
  assert.equal(state, 'serving');
});

const FAILURES = {
  'is full': ['pwrite64:error=ENOSPC'],
  'cannot be written to': ['pwrite64:error=EIO', 'fsync:error=EIO'],
};

for (const [what, inject] of Object.entries(FAILURES))
  test(`R5, R36, R39: while the disk ${what}, an import under way is served, none begins or ends, and its account stays true`, async (t) => {
    const { store, session, fresh, serve, ask, bodies, under, control } = await setUp(t);
    await until('the pages so far are counted', async () => {
      return (await countHandedOver({ store }, session)) === CLIENTS;
    });
    const struck = await under({ inject, paths: control }, async () => {
      for (const page of span(1, PAGES)) assert.equal((await ask(page)).body, bodies.get(page));
      assert.equal((await ask(PAGES + 1)).body, EMPTY);
      assertTrouble(await ask(1, 'b2'));
      assertTrouble(await ask(-1));
    });
    assert.ok(struck);
    assert.equal((await readSession(store, fresh.id)).state, 'declared');
    assert.equal((await readSession(store, session.id)).state, 'serving');

    assert.equal((await pullAll(serve.url, SIZE)).length, CLIENTS);
    assert.equal((await pullAll(serve.url, SIZE, { business_uid: 'b2' })).length, CLIENTS);
    for (const { id } of [session, fresh])
      await until('it is closed whole', async () => {
        return (await readSession(store, id)).state === 'closed';
      });
  });

test('R36: whichever read of the control database fails, a poll is 503 with Retry-After or whole, and works again afterwards', async (t) => {
  const { store, session, ask, bodies, under, control } = await setUp(t);
  let refused = 0;
  for (const n of span(1, times(4, 12))) {
    // A write of another process makes the server read anew.
    await store.appendAudit({
      ...{ at: new Date().toISOString(), businessUid: 'b1', staffUid: 's', action: 'signed_out' },
      ...{ impersonatedBy: undefined, subject: `${n}` },
    });
    await under({ inject: [`pread64:error=EIO:when=${n}+`], paths: control }, async () => {
      const answer = await ask(2);
      if (answer.status === 200) assert.equal(answer.body, bodies.get(2));
      else {
        assertTrouble(answer);
        refused++;
      }
    });
    assert.equal((await ask(2)).body, bodies.get(2));
  }
  assert.ok(refused > 0);
  assert.equal((await readSession(store, session.id)).state, 'serving');
});
