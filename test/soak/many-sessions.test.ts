import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type * as wire from '../../src/web/api/wire.js';
import type { Store } from '../../src/store/store.js';
import type { Staff } from '../helpers/api.js';
import { plainList } from '../helpers/lists.js';
import { pullAll, span, until } from '../helpers/poll.js';
import { stageClients } from '../helpers/store.js';
import { makeDiskDir } from '../support/disk-dir.js';
import { isLongForm, times } from '../support/long-form.js';
import { askFigures, TELLS_FIGURES, type ProcessFigures } from '../support/process-figures.js';
import { quantile } from '../support/server-figures.js';
import { startStaffedServer } from '../support/staffed-server.js';

const SESSIONS = times(100, 1_000);
const CLIENTS = 250;
/** One list in so many is uploaded and staged by the server itself. */
const UPLOAD_EVERY = 25;
/** By then every cache is full: the server keeps 64 batch files open. */
const WARM = times(70, 200);
const LOOK_EVERY = times(10, 50);
const BUSINESS = 'b1';

const MIB = 1024 ** 2;
const WAL_BYTES = 64 * MIB;
/** What stays of one session, its polls and its audit in the control database. */
const KEPT_BYTES = 16 * 1024;

type ImportedList = Pick<wire.SessionRequestWire, 'batch_uid' | 'draft_uid'>;

const bytesOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

test('R42: a thousand sessions in a row leave memory, handles, threads, timers and the write-ahead log as they were', async (t) => {
  const dataDir = makeDiskDir(t);
  const server = await startStaffedServer(t, dataDir, TELLS_FIGURES);
  const [control, wal] = ['control.db', 'control.db-wal'].map((name) => join(dataDir, name)) as [
    string,
    string,
  ];
  const looks: ProcessFigures[] = [];
  let mostWal = 0;
  let staff = await server.staffOf(BUSINESS);
  for (let n = 1; n <= SESSIONS; n++) {
    // Tokens of the page live for 15 minutes.
    if (n % 100 === 0) staff = await server.staffOf(BUSINESS);
    const list =
      n % UPLOAD_EVERY === 0
        ? await uploadList(staff, n)
        : { batch_uid: (await stageClients(server.store, CLIENTS, BUSINESS)).id };
    await importWhole(staff, server, list);
    mostWal = Math.max(mostWal, bytesOf(wal));
    if (n >= WARM && n % LOOK_EVERY === 0) looks.push(await askFigures(server.program()));
  }
  const controlBytes = bytesOf(control);
  t.diagnostic(
    `${SESSIONS} sessions: WAL at most ${(mostWal / MIB).toFixed(1)} MiB, control.db ${(controlBytes / SESSIONS / 1024).toFixed(1)} KiB a session`,
  );
  for (const what of ['rss', 'heapUsed', 'external', 'handles', 'threads', 'timers'] as const)
    t.diagnostic(`${what}: ${looks.map((look) => shown(what, look)).join(' ')}`);
  assertFlat(looks);
  assert.ok(mostWal < WAL_BYTES, `the write-ahead log grew to ${mostWal} bytes`);
  assert.ok(controlBytes < SESSIONS * KEPT_BYTES + 4 * MIB, `control.db has ${controlBytes} bytes`);
  assert.equal(server.program().errors(), '');
});

const shown = (what: keyof ProcessFigures, look: ProcessFigures): string =>
  look[what] > MIB ? (look[what] / MIB).toFixed(1) : String(look[what]);

/** Stages another list through the API. */
async function uploadList(staff: Staff, n: number): Promise<ImportedList> {
  const list = plainList(CLIENTS).replaceAll('@example.org', `@list${n}.example.org`);
  const draft = await staff.stage(list);
  assert.equal(draft.staging?.state, 'done');
  return { batch_uid: draft.batch_uid ?? '', draft_uid: draft.uid };
}

/** Declares a batch as staff do, pulls it as the CRM does, and looks at its account as staff do. */
async function importWhole(
  staff: Staff,
  { url, store }: { url: string; store: Store },
  list: ImportedList,
): Promise<void> {
  const { session } = await staff.post<wire.SessionStartedWire>('/sessions', {
    ...{ ...list, override: false, send_email: false, rejects: 'leave' },
  });
  const got = await pullAll(url, 100, { business_uid: BUSINESS });
  assert.deepEqual(got, span(1, CLIENTS));
  await until('it is closed whole', async () => {
    return (await store.findSession(session.uid))?.state === 'closed';
  });
  const account = await staff.get<wire.SessionWire>(`/sessions/${session.uid}`);
  assert.equal(account.done, CLIENTS);
}

/**
 * Compares what was seen in the last third with the first: what is counted may not grow, memory by less than what is
 * known of hot functions still grows. A leak of three kilobytes a session shows in the long form.
 */
function assertFlat(looks: readonly ProcessFigures[]): void {
  const third = Math.floor(looks.length / 3);
  const middle = (some: readonly ProcessFigures[], what: keyof ProcessFigures) =>
    quantile(
      some.map((look) => look[what]),
      0.5,
    );
  const grown = (what: keyof ProcessFigures) =>
    middle(looks.slice(-third), what) - middle(looks.slice(0, third), what);
  for (const what of ['handles', 'threads', 'timers'] as const)
    assert.ok(grown(what) <= 0, `${what} grow by ${grown(what)}`);
  for (const what of ['heapUsed', 'external'] as const)
    assert.ok(grown(what) < 1.5 * MIB, `${what} grows by ${grown(what)} bytes`);
  // What V8 and the allocator take while the program warms up hides anything else in the short form.
  if (isLongForm) assert.ok(grown('rss') < 16 * MIB, `the process grows by ${grown('rss')} bytes`);
}
