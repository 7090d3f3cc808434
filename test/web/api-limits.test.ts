import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import test from 'node:test';
import type { DraftWire, SessionStartedWire } from '../../src/web/api/wire.js';
import { startApi, type ApiOptions, type ApiSetup, type Staff } from '../helpers/api.js';
import { until } from '../helpers/poll.js';
import type { Cleaner } from '../helpers/temp-dir.js';

const KILOBYTE = 1024;

async function setUp(t: Cleaner, options: ApiOptions = {}) {
  const api = await startApi(t, { uploadMaxBytes: 10 * KILOBYTE, ...options });
  const staff = await api.as();
  const { uid } = await staff.post<DraftWire>('/drafts');
  return { api, staff, uid };
}

/** A list of exactly so many bytes. */
const listOf = (bytes: number): string => {
  const head = 'First name,Email,Notes\nMira,mira@example.org,';
  return `${head}${'x'.repeat(bytes - head.length)}`;
};

/** A request by hand, whose body can be whatever it likes. */
class RawRequest {
  readonly socket: Socket;
  text = '';
  isClosed = false;

  constructor({ port }: ApiSetup, { token }: Staff, target: string, headers: string[]) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (piece) => {
      this.text += piece.toString('latin1');
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.isClosed = true;
    });
    const head = [
      `POST /api${target} HTTP/1.1`,
      'host: a',
      `authorization: Bearer ${token}`,
      ...headers,
    ];
    this.socket.write(`${head.join('\r\n')}\r\n\r\n`);
  }

  get status(): number {
    return Number(/^HTTP\/1\.1 (\d+)/.exec(this.text)?.[1] ?? 0);
  }

  chunk(text: string): void {
    this.socket.write(`${text.length.toString(16)}\r\n${text}\r\n`);
  }
}

const CHUNKED = ['content-type: application/octet-stream', 'transfer-encoding: chunked'];

const uploadTo = (api: ApiSetup, staff: Staff, uid: string, headers = CHUNKED) =>
  new RawRequest(api, staff, `/drafts/${uid}/files?name=clients.csv`, headers);

/** Nothing of an upload is left: no bytes in the store, no file in the draft. */
async function nothingLeft({ store }: ApiSetup, uid: string): Promise<boolean> {
  const uploads = await store.listUploads('9999');
  return uploads.length === 0 && (await store.findDraft(uid))?.files.length === 0;
}

/** Tells when the n-th upload from now has got as far as the store. */
function watchUploads({ store }: ApiSetup): (n: number) => Promise<void> {
  const write = store.writeUpload.bind(store);
  let begun = 0;
  store.writeUpload = (id, bytes) => {
    begun += 1;
    return write(id, bytes);
  };
  return (n) => until(`upload ${n} has begun`, () => begun >= n);
}

test('S13: a file of the most bytes is taken, one more is refused and leaves nothing', async (t) => {
  const { api, staff, uid } = await setUp(t, { maxFiles: 2 });
  const above = await staff.upload(uid, listOf(10 * KILOBYTE + 1));
  assert.equal(above.status, 413);
  assert.match(above.text, /"file_too_large"/);
  assert.ok(await nothingLeft(api, uid));
  for (const bytes of [10 * KILOBYTE - 1, 10 * KILOBYTE]) {
    const taken = await staff.upload(uid, listOf(bytes));
    assert.equal(taken.status, 201, taken.text);
    assert.equal(taken.body.files.at(-1)?.bytes, bytes);
  }
  const oneTooMany = await staff.upload(uid, listOf(100));
  assert.equal(oneTooMany.status, 422);
  assert.match(oneTooMany.text, /"too_many_files"/);
  assert.equal((await api.store.listUploads('9999')).length, 2);
});

test('S13: bytes are counted whatever the header says of their number', async (t) => {
  const { api, staff, uid } = await setUp(t);
  const lying = uploadTo(api, staff, uid, [
    'content-type: application/octet-stream',
    'content-length: 999999999',
  ]);
  lying.socket.write(listOf(11 * KILOBYTE));
  await until('it is refused', () => lying.status === 413);
  await until('it is cut', () => lying.isClosed);
  assert.ok(await nothingLeft(api, uid));
});

test('S13: a body without an end is refused at the limit and cut soon after', async (t) => {
  const { api, staff, uid } = await setUp(t);
  const endless = uploadTo(api, staff, uid);
  const flood = setInterval(() => {
    if (!endless.isClosed) endless.chunk('y'.repeat(KILOBYTE));
  }, 5);
  t.after(() => {
    clearInterval(flood);
  });
  await until('it is refused', () => endless.status === 413);
  await until('it is cut', () => endless.isClosed);
  assert.ok(await nothingLeft(api, uid));
});

test('S13: an upload that is broken off leaves nothing, and the next one is let in', async (t) => {
  const { api, staff, uid } = await setUp(t);
  const begun = watchUploads(api);
  const aborted = uploadTo(api, staff, uid);
  aborted.chunk(listOf(2 * KILOBYTE));
  await begun(1);
  aborted.socket.resetAndDestroy();
  await until('nothing is left of it', () => nothingLeft(api, uid));
  await until(
    'the next is let in',
    async () => (await staff.upload(uid, listOf(100))).status === 201,
  );
  const audit = await api.store.listAudit('b1', 10);
  assert.equal(audit.filter(({ action }) => action === 'file_uploaded').length, 1);
});

test('S13: one file at a time for a draft, four at a time for a business', async (t) => {
  const { api, staff, uid } = await setUp(t);
  const begun = watchUploads(api);
  const open = [uploadTo(api, staff, uid)];
  await begun(1);
  assert.equal((await staff.upload(uid, listOf(100))).status, 409);
  const others = await Promise.all([1, 2, 3, 4].map(() => staff.post<DraftWire>('/drafts')));
  const [fifth, ...three] = others;
  assert.ok(fifth);
  for (const draft of three) {
    open.push(uploadTo(api, staff, draft.uid));
    await begun(open.length);
  }
  const refused = await staff.upload(fifth.uid, listOf(100));
  assert.equal(refused.status, 409);
  assert.match(refused.text, /4 files already/);
  const neighbour = await api.as({ businessUid: 'b2' });
  const theirs = await neighbour.post<DraftWire>('/drafts');
  assert.equal((await neighbour.upload(theirs.uid, listOf(100))).status, 201);
  for (const { socket } of open) socket.destroy();
  await until(
    'there is room',
    async () => (await staff.upload(fifth.uid, listOf(100))).status === 201,
  );
});

test('a JSON body of the most bytes is taken, one byte more is refused, and so is a compressed one', async (t) => {
  const { staff } = await setUp(t, { limits: { bodyBytes: KILOBYTE } });
  const post = (body: string, more: Record<string, string> = {}) =>
    staff.fetch('POST', '/drafts', {
      body,
      headers: { 'content-type': 'application/json', ...more },
    });
  assert.equal((await post(`{}${' '.repeat(KILOBYTE - 2)}`)).status, 201);
  assert.equal((await post(`{}${' '.repeat(KILOBYTE - 1)}`)).status, 413);
  assert.equal((await post('{}', { 'content-encoding': 'gzip' })).status, 415);
  assert.equal((await post('{')).status, 400);
  assert.equal(
    (await post('{}', { 'content-type': 'application/json; charset=iso-8859-1' })).status,
    415,
  );
});

test('R31: a body that does not come is cut, while a slow upload that goes on is not', async (t) => {
  const { api, staff, uid } = await setUp(t, { bodyMs: 300, limits: { uploadIdleMs: 2_000 } });
  const stuck = new RawRequest(api, staff, '/drafts', [
    'content-type: application/json',
    'content-length: 100',
  ]);
  const slow = uploadTo(api, staff, uid);
  slow.chunk(listOf(200));
  await until('the stuck one is cut', () => stuck.isClosed);
  assert.equal(stuck.status, 0);
  for (let more = 0; more < 6; more++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    slow.chunk('z');
  }
  slow.socket.write('0\r\n\r\n');
  await until('the slow one is taken', () => slow.status === 201);
  slow.socket.destroy();
});

test('R31: a body that nobody asked for is cut as well', async (t) => {
  const { api, staff } = await setUp(t, { bodyMs: 200 });
  const stuck = new RawRequest(api, staff, '/none', CHUNKED);
  await until('it is answered', () => stuck.status === 404);
  await until('it is cut', () => stuck.isClosed);
});

test('R31: an upload that brings nothing any more is cut, and one that never ends too', async (t) => {
  const { api, staff, uid } = await setUp(t, { limits: { uploadIdleMs: 100 } });
  const idle = uploadTo(api, staff, uid);
  idle.chunk(listOf(200));
  await until('it is cut', () => idle.isClosed);
  await until('nothing is left of it', () => nothingLeft(api, uid));

  const other = await setUp(t, { limits: { uploadMs: 300 } });
  const endless = uploadTo(other.api, other.staff, other.uid);
  const drip = setInterval(() => {
    endless.chunk('z');
  }, 20);
  t.after(() => {
    clearInterval(drip);
  });
  await until('it is cut', () => endless.isClosed);
  await until('nothing is left of it', () => nothingLeft(other.api, other.uid));
});

test('R33: streams do not hold up the end of the app', async (t) => {
  const { api, staff } = await setUp(t);
  const draft = await staff.stage('First name,Email\nMira,mira@example.org\n');
  const { session } = await staff.post<SessionStartedWire>('/sessions', {
    ...{ batch_uid: draft.batch_uid, override: false, send_email: false, rejects: 'leave' },
  });
  const stream = staff.events(`/sessions/${session.uid}/events`);
  await stream.next();
  const startedMs = performance.now();
  await api.stop(10_000);
  assert.ok(performance.now() - startedMs < 5_000);
  await assert.rejects(async () => stream.next());
});
