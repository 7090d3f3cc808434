import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findChanges, type Change, type ChangeCounts } from '../../src/staging/find-changes.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import { summaryOf } from '../support/seal-batch.js';

type Client = Record<string, unknown>;

/** Compares two lists and gives what is new or changed, by sequence number, and the books. */
async function compare(
  before: readonly Client[],
  after: readonly Client[],
): Promise<{ changes: Change[]; counts: ChangeCounts }> {
  const texts = new Map([
    ['before', before.map((client) => JSON.stringify(client))],
    ['after', after.map((client) => JSON.stringify(client))],
  ]);
  const store = {
    readClients: (id: string, first: number, last: number) =>
      Promise.resolve((texts.get(id) ?? []).slice(first - 1, last)),
  };
  const batchOf = (id: string) => summaryOf(id, { clients: texts.get(id) ?? [] });
  const found = findChanges({ store, openKeyIndex }, batchOf('after'), batchOf('before'));
  const changes: Change[] = [];
  for (;;) {
    const next = await found.next();
    if (next.done) return { changes, counts: next.value };
    changes.push(next.value);
  }
}

const noa = { external_id: '007', first_name: 'Noa', email: 'noa@example.org' };
const idris = { external_id: '8', first_name: 'Idris', email: 'idris@example.org' };

test('a list against itself has no change, in whichever order its clients and fields come', async () => {
  const { email, first_name, external_id } = noa;
  const { changes, counts } = await compare(
    [noa, idris],
    [idris, { email, first_name, external_id }],
  );
  assert.deepEqual(changes, []);
  assert.deepEqual(counts, { added: 0, changed: 0, same: 2, gone: 0 });
});

test('by external id: another value is a change, another id is a new client, a missing one is gone', async () => {
  const { changes, counts } = await compare(
    [noa, idris],
    [
      { ...noa, email: 'noa.new@example.org' },
      { ...noa, external_id: '7' },
    ],
  );
  assert.deepEqual(changes, [
    { seq: 1, kind: 'changed' },
    { seq: 2, kind: 'added' },
  ]);
  assert.deepEqual(counts, { added: 1, changed: 1, same: 0, gone: 1 });
});

test('a number and a text are the same external id, but not the same content', async () => {
  const { counts } = await compare([{ ...idris, external_id: 8 }], [idris]);
  assert.deepEqual(counts, { added: 0, changed: 1, same: 0, gone: 0 });
});

test('by e-mail where one of both has no external id, whatever the case of its letters', async () => {
  const withoutId = { first_name: noa.first_name, email: noa.email };
  const shouted = { ...withoutId, email: 'NOA@example.org' };
  for (const [before, after] of [
    [noa, shouted],
    [shouted, noa],
    [withoutId, shouted],
  ]) {
    const { counts } = await compare([before ?? {}], [after ?? {}]);
    assert.deepEqual(counts, { added: 0, changed: 1, same: 0, gone: 0 });
  }
});

test('by whole content where a client has neither', async () => {
  const { changes, counts } = await compare(
    [{ first_name: 'Mira' }, { first_name: 'Ada' }],
    [{ first_name: 'Mira' }, { first_name: 'Mira', phone: '+442079460101' }],
  );
  assert.deepEqual(changes, [{ seq: 2, kind: 'added' }]);
  assert.deepEqual(counts, { added: 1, changed: 0, same: 1, gone: 1 });
});

test('several records of one client are compared each, and the client is gone only when all are', async () => {
  const rex = { ...noa, pet_name: 'Rex' };
  const luna = { ...noa, pet_name: 'Luna' };
  const { changes, counts } = await compare([rex, luna], [luna, { ...noa, pet_name: 'Fix' }]);
  assert.deepEqual(changes, [{ seq: 2, kind: 'changed' }]);
  assert.deepEqual(counts, { added: 0, changed: 1, same: 1, gone: 0 });
  assert.equal((await compare([rex, luna], [idris])).counts.gone, 1);
});

test('the books balance over more clients than are read at once', async () => {
  const client = (n: number, note = '') => ({ external_id: n, email: `c${n}@example.org`, note });
  const numbers = Array.from({ length: 2_500 }, (_, at) => at + 1);
  const { changes, counts } = await compare(
    numbers.map((n) => client(n)),
    numbers.map((n) => (n % 5 === 0 ? client(n + 10_000) : client(n, n % 2 === 0 ? 'new' : ''))),
  );
  assert.deepEqual(counts, { added: 500, changed: 1_000, same: 1_000, gone: 500 });
  assert.equal(changes.length, 1_500);
});
