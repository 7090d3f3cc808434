import { createId } from '../../src/create-id.js';
import type { Session } from '../../src/sessions/session.js';
import type { Batch } from '../../src/staging/batch.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { makeTempDir, type Cleaner } from './temp-dir.js';
import { summaryOf } from '../support/seal-batch.js';

/** A real SQLite store in a folder of its own; closed and removed after the test. */
export function makeStore(t: Cleaner): { store: Store; dataDir: string } {
  // Hooks run in the order in which they were given: first close, then remove.
  const opened: Store[] = [];
  t.after(() => Promise.all(opened.map((store) => store.close())));
  const dataDir = makeTempDir(t);
  const store = openSqliteStore(dataDir);
  opened.push(store);
  return { store, dataDir };
}

/** The text of client number `seq` as it will be served; padded to about `bytes`. */
export function clientText(seq: number, bytes = 0): string {
  const client = {
    external_id: String(seq),
    first_name: `Ada ${seq}`,
    last_name: 'Løvelace',
    phone: '+0049 030 0001',
    email: `ada.${seq}@example.com`,
  };
  const text = JSON.stringify(client);
  return text.length >= bytes
    ? text
    : JSON.stringify({ ...client, address: 'x'.repeat(bytes - text.length) });
}

/** Seals a batch of clients 1..n straight through the store's writer. */
export async function stageClients(
  store: Store,
  n: number,
  businessUid: string,
  options: { bytesPerClient?: number } = {},
): Promise<Batch> {
  const id = createId('b');
  const writer = await store.createBatchWriter(id);
  try {
    for (let seq = 1; seq <= n; seq++)
      writer.addClient(
        { file: 0, record: seq, line: seq + 1 },
        clientText(seq, options.bytesPerClient),
      );
    return await writer.seal(createBatch(id, n, businessUid));
  } finally {
    await writer.abandon();
  }
}

function createBatch(id: string, n: number, businessUid: string): Batch {
  const summary = summaryOf(id, { businessUid });
  return {
    ...summary,
    fields: ['external_id', 'first_name', 'last_name', 'phone', 'email'],
    counts: { ...summary.counts, records: n, accepted: n, clients: n },
  };
}

/** A session as the host has just accepted it. */
export function createDeclaredSession(batch: Batch, changes: Partial<Session> = {}): Session {
  const at = new Date().toISOString();
  const id = createId('s');
  return {
    id,
    version: 1,
    businessUid: batch.businessUid,
    staffUid: undefined,
    importId: changes.id ?? id,
    continues: undefined,
    batchId: batch.id,
    part: 1,
    parts: 1,
    firstSeq: 1,
    lastSeq: batch.counts.accepted,
    state: 'declared',
    pageSize: undefined,
    hostSessionId: '1',
    fieldsMapping: { first_name: 'First name' },
    importParams: {
      should_override: false,
      upload_type: 'single',
      send_notifications_when_done: true,
    },
    problem: undefined,
    flags: [],
    books: undefined,
    wipeWhenDone: false,
    createdAt: at,
    declaredAt: at,
    lastPolledAt: undefined,
    closedAt: undefined,
    ...changes,
  };
}

/** Stages n clients and opens a declared session over them. */
export async function openSession(
  store: Store,
  n: number,
  businessUid = 'b1',
  options: { bytesPerClient?: number; session?: Partial<Session> } = {},
): Promise<{ batch: Batch; session: Session }> {
  const batch = await stageClients(store, n, businessUid, options);
  const session = createDeclaredSession(batch, options.session);
  await store.createSession(session);
  return { batch, session };
}

/** The stored session of that id. */
export async function readSession(store: Store, id: string): Promise<Session> {
  const session = await store.findSession(id);
  if (!session) throw new Error(`there is no session ${id}`);
  return session;
}
