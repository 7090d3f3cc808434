import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import type { Store } from '../../src/store/store.js';
import { makeDraft, makeFullDraft } from '../support/make-draft.js';
import { said, type MakeStoreHouse } from './store-house.js';

/** What every store must do with drafts. */
export function testDrafts(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: a draft reads back as it was written, and what was undefined is undefined`, async (t) => {
    const house = makeHouse(t);
    const draft = makeFullDraft();
    await (await house.open()).createDraft(draft);
    const read = await (await house.open()).findDraft(draft.id);
    assert.deepEqual(said(read), said(draft));
    assert.ok(read?.files[0] && read.staging?.problem);
    assert.equal(read.files[0].problem, undefined);
    assert.equal(read.files[0].sources[0]?.delimiter, undefined);
    assert.equal(read.staging.problem.hint, undefined);
    assert.deepEqual(read.choices[0]?.columns[1], [1, null]);
  });

  test(`${name}: a draft of a few megabytes is kept`, async (t) => {
    const store = await makeHouse(t).open();
    const corrections = Array.from({ length: 40_000 }, (_, at) => ({
      ...{ source: 'clients.csv', line: at + 2, index: at % 7 },
      value: randomBytes(50).toString('hex'),
    }));
    const draft = makeDraft({ edits: [{ corrections }] });
    await store.createDraft(draft);
    const next = { ...draft, version: 2, edits: [...draft.edits, { corrections: [] }] };
    assert.equal(await store.replaceDraft(next), true);
    assert.deepEqual(said(await store.findDraft(draft.id)), said(next));
  });

  test(`${name}: two businesses have drafts of their own, newest first, and neither writes over the other's`, async (t) => {
    const store = await makeHouse(t).open();
    const at = (day: number) => `2026-03-0${day}T00:00:00.000Z`;
    for (const [id, businessUid, day] of [
      ['d_1', 'b1', 1],
      ['d_3', 'b1', 3],
      ['d_2', 'b2', 2],
      ['d_4', 'b1', 2],
      ['d_5', 'b1', 3],
    ] as const)
      await store.createDraft(makeDraft({ id, businessUid, createdAt: at(day) }));
    const ids = async (business: string) => (await store.listDrafts(business)).map(({ id }) => id);
    assert.deepEqual(await ids('b1'), ['d_5', 'd_3', 'd_4', 'd_1']);
    assert.deepEqual(await ids('b2'), ['d_2']);
    assert.deepEqual(await ids('b3'), []);
    const counted = await Promise.all(['b1', 'b2', 'b3'].map((one) => store.countDrafts(one)));
    assert.deepEqual(counted, [4, 1, 0]);
    const stolen = makeDraft({ id: 'd_2', businessUid: 'b1', version: 2 });
    assert.equal(await store.replaceDraft(stolen), false);
    assert.equal((await store.findDraft('d_2'))?.businessUid, 'b2');
    await assert.rejects(store.createDraft(makeDraft({ id: 'd_2' })));
    await store.deleteDraft('d_2');
    await store.deleteDraft('d_2');
    assert.equal(await store.findDraft('d_2'), undefined);
    assert.equal((await ids('b1')).length, 4);
  });

  test(`${name}: replaceDraft writes only over the version before`, async (t) => {
    const store = await makeHouse(t).open();
    const draft = makeDraft();
    await store.createDraft(draft);
    for (const [version, wins] of [
      [1, false],
      [3, false],
      [2, true],
      [2, false],
      [3, true],
    ] as const) {
      const next = { ...draft, version, batchId: `b_${version}` };
      assert.equal(await store.replaceDraft(next), wins, String(version));
    }
    assert.equal((await store.findDraft(draft.id))?.batchId, 'b_3');
    assert.equal(await store.replaceDraft(makeDraft({ version: 2 })), false);
  });

  test(`${name}: of 8 changes of a draft at once one wins, and it is the one that stands`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const draft = makeDraft();
    await one.createDraft(draft);
    const tried = Array.from({ length: 8 }, (_, at) => `staff${at}`);
    const won = await Promise.all(
      tried.map((staffUid, at) =>
        (at % 2 === 0 ? one : two).replaceDraft({ ...draft, version: 2, staffUid }),
      ),
    );
    assert.equal(won.filter((one) => one).length, 1);
    assert.equal((await two.findDraft(draft.id))?.staffUid, tried[won.indexOf(true)]);
  });

  test(`${name}: drafts whose time is over are listed, and no others; a change gives them more time`, async (t) => {
    const store = await makeHouse(t).open();
    const at = (day: number) => `2026-03-0${day}T00:00:00.000Z`;
    for (const day of [3, 1, 2])
      await store.createDraft(makeDraft({ id: `d_${day}`, expiresAt: at(day) }));
    const expired = async (now: string) => (await store.listExpiredDrafts(now)).map(({ id }) => id);
    assert.deepEqual(await expired(at(2)), ['d_1', 'd_2']);
    const later = makeDraft({ id: 'd_1', version: 2, expiresAt: at(9) });
    assert.ok(await store.replaceDraft(later));
    assert.deepEqual(await expired(at(2)), ['d_2']);
    assert.deepEqual(await expired('2026-02-01T00:00:00.000Z'), []);
  });
}

const EVER = '9999-12-31T00:00:00.000Z';

/** The bytes of an upload, and what its file looks like to others. */
async function readUpload(store: Store, id: string): Promise<Buffer> {
  const local = await store.openUpload(id);
  try {
    assert.equal(statSync(local.path).mode & 0o777, 0o600);
    return readFileSync(local.path);
  } finally {
    await local.release();
  }
}

const refusesMissing = (work: Promise<unknown>) =>
  assert.rejects(work, (e) => e instanceof FerryError && e.code === 'file_not_found');

/** Gives some bytes, then breaks. */
function breaking(how: (stream: Readable) => void): Readable {
  let pieces = 0;
  return new Readable({
    read() {
      if (++pieces < 60) this.push(randomBytes(65_536));
      else how(this);
    },
  });
}

/** What every store must do with uploaded files. */
export function testUploads(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: an upload comes back byte for byte, whatever its size, from every instance`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const sizes = [0, 1, 1024 * 1024, 1024 * 1024 + 1, 5_000_003];
    for (const [at, size] of sizes.entries()) {
      const bytes = randomBytes(size);
      const pieces = Array.from({ length: Math.ceil(size / 50_000) }, (_, n) =>
        bytes.subarray(n * 50_000, (n + 1) * 50_000),
      );
      assert.equal(await one.writeUpload(`u_${at}`, Readable.from(pieces)), size);
      assert.ok((await readUpload(two, `u_${at}`)).equals(bytes), String(size));
    }
    const whole = randomBytes(5_000_000);
    await one.writeUpload('u_whole', Readable.from([whole]));
    assert.ok((await readUpload(one, 'u_whole')).equals(whole), 'in one piece');
    assert.equal((await two.listUploads(EVER)).length, 6);
  });

  test(`${name}: a stream that fails or is broken off in the middle leaves nothing, and its error is told`, async (t) => {
    const store = await makeHouse(t).open();
    const broken = new Error('the line is broken');
    const early = new Readable({ read: () => undefined });
    const writing = store.writeUpload('u_0', early);
    early.destroy(broken);
    await assert.rejects(writing, broken);
    await assert.rejects(store.writeUpload('u_0', early), broken);
    const failing = breaking((stream) => stream.destroy(broken));
    await assert.rejects(store.writeUpload('u_1', failing), broken);
    await assert.rejects(
      store.writeUpload(
        'u_2',
        breaking((stream) => stream.destroy()),
      ),
      { code: 'ERR_STREAM_PREMATURE_CLOSE' },
    );
    assert.deepEqual(await store.listUploads(EVER), []);
    for (const id of ['u_0', 'u_1', 'u_2']) await refusesMissing(store.openUpload(id));
    await store.writeUpload('u_1', Readable.from([Buffer.from('again')]));
    assert.equal(String(await readUpload(store, 'u_1')), 'again');
  });

  test(`${name}: an upload is never written over, whether the second comes to its end or not`, async (t) => {
    const store = await makeHouse(t).open();
    await store.writeUpload('u_1', Readable.from([Buffer.from('first')]));
    await assert.rejects(store.writeUpload('u_1', Readable.from([Buffer.from('second')])));
    await assert.rejects(
      store.writeUpload(
        'u_1',
        breaking((stream) => stream.destroy()),
      ),
    );
    assert.equal(String(await readUpload(store, 'u_1')), 'first');
  });

  test(`${name}: nothing of an upload is to be seen before it is whole`, async (t) => {
    const house = makeHouse(t);
    const store = await house.open();
    const bytes = new Readable({ read: () => undefined });
    bytes.push(randomBytes(3_000_000));
    const writing = store.writeUpload('u_1', bytes);
    for (const one of [store, await house.open()]) {
      assert.deepEqual(await one.listUploads(EVER), []);
      await refusesMissing(one.openUpload('u_1'));
    }
    bytes.push(null);
    assert.equal(await writing, 3_000_000);
    assert.deepEqual(await store.listUploads(EVER), ['u_1']);
  });

  test(`${name}: uploads are listed by the time before which they were written, and deleted for good`, async (t) => {
    const store = await makeHouse(t).open();
    for (const id of ['u_1', 'u_2']) await store.writeUpload(id, Readable.from([Buffer.from(id)]));
    const hour = 3_600_000;
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    assert.deepEqual(await store.listUploads(at(-hour)), []);
    assert.deepEqual((await store.listUploads(at(hour))).sort(), ['u_1', 'u_2']);
    for (const id of ['u_1', 'u_1', 'u_none', '../control.db', 'u_2\0'])
      await store.deleteUpload(id);
    assert.deepEqual(await store.listUploads(at(hour)), ['u_2']);
    for (const id of ['u_1', 'u_none', '../control.db', '', '.', 'u_2\0'])
      await refusesMissing(store.openUpload(id));
    await store.check();
  });
}
