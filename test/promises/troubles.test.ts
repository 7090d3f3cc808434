import assert from 'node:assert/strict';
import {
  copyFileSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { countHandedOver } from '../../src/sessions/serve-page.js';
import type { Store } from '../../src/store/store.js';
import { idsOf, poll, pullAll, span, until, type Answer } from '../helpers/poll.js';
import { askRaw } from '../helpers/raw-http.js';
import { clientText, makeStore, openSession, readSession } from '../helpers/store.js';
import { startWeb } from '../helpers/web.js';

function assertTrouble(answer: Answer): void {
  assert.equal(answer.status, 503);
  assert.ok(Number(answer.headers['retry-after']) > 0);
  assert.doesNotMatch(answer.body, /clients|SQLITE|\/dev|\/tmp/);
}

async function assertFlagged(store: Store, id: string): Promise<void> {
  const { flags, state } = await readSession(store, id);
  assert.equal(flags.length, 1);
  assert.match(flags[0] ?? '', /could not be read/);
  assert.equal(state, 'serving');
}

async function setUp(t: TestContext) {
  const { store, dataDir } = makeStore(t);
  const { batch, session } = await openSession(store, 2_000);
  const file = join(dataDir, 'batches', `${batch.id}.db`);
  copyFileSync(file, `${dataDir}/good`);
  const web = await startWeb(t, store);
  const restore = () => {
    copyFileSync(`${dataDir}/good`, file);
  };
  return { store, session, web, file, restore };
}

/** Changes bytes of a file in place. */
function overwrite(path: string, at: number, bytes: Buffer): void {
  const handle = openSync(path, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

const DAMAGES: Record<string, (file: string) => void> = {
  'one letter of a client is changed': (file) => {
    const at = readFileSync(file).indexOf(clientText(1_500));
    assert.ok(at > 0);
    overwrite(file, at + 30, Buffer.from('Z'));
  },
  'a page of the file is zeroed': (file) => {
    const at = readFileSync(file).indexOf(clientText(1_500));
    overwrite(file, Math.floor(at / 8192) * 8192, Buffer.alloc(8192));
  },
  'a page of the file is noise': (file) => {
    const at = readFileSync(file).indexOf(clientText(1_500));
    overwrite(file, Math.floor(at / 8192) * 8192, Buffer.alloc(8192, 0xa5));
  },
  'the file is cut short': (file) => {
    writeFileSync(file, readFileSync(file).subarray(0, 5 * 8192));
  },
  'the head of the file is noise': (file) => {
    overwrite(file, 0, Buffer.alloc(100, 0xa5));
  },
  'the file is empty': (file) => {
    writeFileSync(file, '');
  },
  'the file is gone': (file) => {
    rmSync(file);
  },
};

for (const [what, damage] of Object.entries(DAMAGES)) {
  test(`R36: when ${what}, the page is 503 with Retry-After and a flag, and a restored file serves again`, async (t) => {
    const { store, session, web, file, restore } = await setUp(t);
    damage(file);
    // Page 8 holds client 1500; the others are either whole or 503 as well.
    assertTrouble(await poll(web.url, { page: 8, per_page: 200 }));
    await assertFlagged(store, session.id);
    for (const page of span(1, 10)) {
      const answer = await poll(web.url, { page, per_page: 200 });
      if (answer.status === 200) assert.equal(idsOf(answer).length, 200);
      else assertTrouble(answer);
    }
    restore();
    assert.deepEqual(await pullAll(web.url, 200), span(1, 2_000));
    await until('closed', async () => (await readSession(store, session.id)).state === 'closed');
    const troubled = (await store.listLedger(session.id)).filter(({ status }) => status === 503);
    assert.ok(troubled.length >= 1);
  });
}

test('R36: a store whose handle is closed answers 503, never an empty page', async (t) => {
  const { store, web } = await setUp(t);
  idsOf(await poll(web.url, { page: 1, per_page: 200 }));
  await store.close();
  for (const page of [2, 11, -1]) assertTrouble(await poll(web.url, { page, per_page: 200 }));
});

test('R36: a file removed under an open handle is served whole or not at all', async (t) => {
  const { web, file } = await setUp(t);
  idsOf(await poll(web.url, { page: 1, per_page: 200 }));
  rmSync(file);
  for (const page of span(2, 10)) {
    const answer = await poll(web.url, { page, per_page: 200 });
    if (answer.status === 200) assert.equal(idsOf(answer).length, 200);
    else assertTrouble(answer);
  }
});

/** Asks a page, reads until `enough` bytes have come, then ends the connection in its own way. */
function cutAfter(
  port: number,
  page: number,
  enough: number,
  end: 'destroy' | 'reset',
): Promise<void> {
  return new Promise((resolve, reject) => {
    let read = 0;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `GET /app/clients/export?business_uid=b1&page=${page}&per_page=25000 HTTP/1.1\r\nhost: a\r\n\r\n`,
      );
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve();
    });
    socket.on('data', (piece) => {
      read += piece.length;
      if (read < enough) return;
      socket.pause();
      // A slow reader: the server's buffers fill before the end comes.
      setTimeout(() => (end === 'reset' ? socket.resetAndDestroy() : socket.destroy()), 200);
    });
  });
}

for (const end of ['destroy', 'reset'] as const) {
  test(`R39: a page cut by the reader (${end}) is not counted, and closing then is early; asked again, it completes`, async (t) => {
    const { store } = makeStore(t);
    const { session } = await openSession(store, 50_000, 'b1', { bytesPerClient: 1_000 });
    const web = await startWeb(t, store);
    const params = { per_page: 25_000 };
    assert.equal(idsOf(await poll(web.url, { ...params, page: 1 })).length, 25_000);
    await cutAfter(web.port, 2, 1_000_000, end);
    await until('both polls are written', async () => {
      return (await store.listLedger(session.id)).length === 2;
    });
    assert.deepEqual(
      (await store.listLedger(session.id)).map(({ page, sentWhole }) => ({ page, sentWhole })),
      [
        { page: 1, sentWhole: true },
        { page: 2, sentWhole: false },
      ],
    );
    assert.equal(await countHandedOver({ store }, session), 25_000);
    await poll(web.url, { ...params, page: -1 });
    const early = await readSession(store, session.id);
    assert.equal(early.state, 'closed_early');

    assert.equal(idsOf(await poll(web.url, { ...params, page: 2 }))[0], 25_001);
    await until('closed', async () => (await readSession(store, session.id)).state === 'closed');
    assert.equal((await readSession(store, session.id)).closedAt, early.closedAt);
    assert.equal(await countHandedOver({ store }, session), 50_000);
  });
}

test('R39: a page that left whole counts, whether the connection is kept or closed after it', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 20_000, 'b1', { bytesPerClient: 500 });
  const web = await startWeb(t, store);
  const target = '/app/clients/export?business_uid=b1&per_page=10000';
  assert.equal((await askRaw(web.port, `${target}&page=1`)).status, 200);
  idsOf(await poll(web.url, { page: 2, per_page: 10_000 }));
  await until('both are counted', async () => {
    return (await countHandedOver({ store }, session)) === 20_000;
  });
});
