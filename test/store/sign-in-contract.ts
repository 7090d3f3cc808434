import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEntry } from '../../src/audit/audit-store.js';
import type { Note } from '../../src/sign-in/sign-in-store.js';
import type { MakeStoreHouse } from './store-house.js';

const at = (minute: number) => `2026-03-01T10:0${minute}:00.000Z`;

const noteOf = (changes: Partial<Note> = {}): Note => ({
  ...{ kind: 'code', key: 'k1', body: 'sealed', expiresAt: at(5) },
  ...changes,
});

/** What every store must do with the notes of signing in. */
export function testNotes(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: a note is found until its time is over, by its kind and key`, async (t) => {
    const store = await makeHouse(t).open();
    const note = noteOf({ key: 'k\0\\0', body: 'nul\0 \\0 "é" 😀' });
    await store.putNote(note);
    assert.deepEqual(await store.findNote('code', note.key, at(0)), note);
    assert.deepEqual(await store.findNote('code', note.key, '2026-03-01T10:04:59.999Z'), note);
    assert.equal(await store.findNote('code', note.key, at(5)), undefined);
    assert.equal(await store.findNote('state', note.key, at(0)), undefined);
    assert.equal(await store.findNote('code', 'k', at(0)), undefined);
    await store.putNote({ ...note, body: 'second', expiresAt: at(9) });
    assert.equal((await store.findNote('code', note.key, at(5)))?.body, 'second');
    for (let round = 0; round < 2; round++) await store.deleteNote('code', note.key);
    assert.equal(await store.findNote('code', note.key, at(0)), undefined);
  });

  test(`${name}: a note is added once, and the first one stands until it is over`, async (t) => {
    const store = await makeHouse(t).open();
    assert.equal(await store.addNote(noteOf()), true);
    const second = noteOf({ body: 'second', expiresAt: at(9) });
    assert.equal(await store.addNote(second), false);
    assert.equal(await store.addNote(second, at(4)), false);
    assert.equal((await store.findNote('code', 'k1', at(0)))?.body, 'sealed');
    assert.equal(await store.addNote({ ...second, kind: 'jti' }, at(4)), true);
    assert.equal(await store.addNote(second, at(5)), true);
    assert.deepEqual(await store.findNote('code', 'k1', at(5)), second);
  });

  test(`${name}: of 50 who take a note at once exactly one gets it, and of 50 who add one exactly one does`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const fifty = Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? one : two));
    const added = await Promise.all(
      fifty.map((store, n) => store.addNote(noteOf({ body: String(n) }), at(0))),
    );
    assert.equal(added.filter((one) => one).length, 1);
    const taken = await Promise.all(fifty.map((store) => store.takeNote('code', 'k1', at(0))));
    const got = taken.filter((one) => one !== undefined);
    assert.deepEqual(got, [noteOf({ body: String(added.indexOf(true)) })]);
    assert.equal(await one.findNote('code', 'k1', at(0)), undefined);
  });

  test(`${name}: a note that is over is not given, and is swept with the others that are`, async (t) => {
    const store = await makeHouse(t).open();
    for (const minute of [1, 2, 3])
      await store.putNote(noteOf({ key: `k${minute}`, expiresAt: at(minute) }));
    assert.equal(await store.takeNote('code', 'k2', at(2)), undefined);
    assert.equal(await store.sweepNotes(at(2)), 2);
    assert.equal(await store.sweepNotes(at(2)), 0);
    assert.equal(await store.findNote('code', 'k1', at(0)), undefined);
    assert.equal((await store.takeNote('code', 'k3', at(2)))?.key, 'k3');
  });
}

/** What every store must do with the audit. */
export function testAudit(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: the audit tells a business what was done, newest first, as many as asked for`, async (t) => {
    const store = await makeHouse(t).open();
    const entry = (minute: number, changes: Partial<AuditEntry> = {}): AuditEntry => ({
      ...{ at: at(minute), businessUid: 'b1', staffUid: 'staff1', impersonatedBy: undefined },
      ...{ action: 'signed_in', subject: undefined },
      ...changes,
    });
    const first = entry(1);
    const third = entry(3, { action: 'import_declared', subject: 's_1', impersonatedBy: 'sup1' });
    const second = entry(2, { staffUid: 'back\\slash \\0 nul\0', subject: 'é\0' });
    const sameTime = entry(3, { action: 'import_cancelled', subject: 's_1' });
    for (const one of [first, third, second, sameTime, entry(4, { businessUid: 'b2' })])
      await store.appendAudit(one);
    assert.deepEqual(await store.listAudit('b1', 10), [sameTime, third, second, first]);
    assert.deepEqual(await store.listAudit('b1', 2), [sameTime, third]);
    assert.equal((await store.listAudit('b2', 10)).length, 1);
    assert.deepEqual(await store.listAudit('b3', 10), []);
  });
}
