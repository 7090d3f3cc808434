import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { FerryError } from '../../src/errors.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../data/samples', import.meta.url));

interface Row {
  record: number;
  line: number;
}

/** Where every client, what was merged into it and every reject came from, straight from the batch's file. */
function rowsOf(dataDir: string, id: string): Record<'clients' | 'merged' | 'rejects', Row[]> {
  const db = new Database(join(dataDir, 'batches', `${id}.db`), { readonly: true });
  try {
    const read = (table: string, order: string) =>
      db.prepare<[], Row>(`SELECT record, line FROM ${table} ORDER BY ${order}`).all();
    return {
      clients: read('clients', 'seq'),
      merged: read('merged', 'rowid'),
      rejects: read('rejects', 'id'),
    };
  } finally {
    db.close();
  }
}

/** What a line of a generated file is meant to be. */
type Meant =
  'fine' | 'multi-line' | 'no name' | 'bad e-mail' | 'duplicate' | 'extra cell' | 'short' | 'blank';

const meanings = fc.array(
  fc.constantFrom<Meant>(
    'fine',
    'fine',
    'multi-line',
    'no name',
    'bad e-mail',
    'duplicate',
    'extra cell',
    'short',
    'blank',
  ),
  { minLength: 1, maxLength: 60 },
);

const CAUSE: Partial<Record<Meant, string>> = {
  'no name': 'required',
  'bad e-mail': 'email',
  duplicate: 'duplicate_email',
  'extra cell': 'shifted_cells',
};

/** The text of one line of the file; `n` makes it unlike all others. */
function write(meant: Meant, n: number): string {
  switch (meant) {
    case 'fine':
      return `00${n},Noa,noa${n}@example.org,+44 ${n}`;
    case 'multi-line':
      return `00${n},Noa,noa${n}@example.org,,"1 Mill Lane${EOL}""upstairs"""`;
    case 'no name':
      return `00${n}, ,noa${n}@example.org,+44`;
    case 'bad e-mail':
      return `00${n},Noa,noa${n}(at)example.org,+44`;
    case 'duplicate':
      return `00${n},Mira,SHARED@example.org,`;
    case 'extra cell':
      return `00${n},Noa,noa${n}@example.org,+44,1 Mill Lane,extra`;
    case 'short':
      return `00${n},Noa`;
    case 'blank':
      return '';
  }
}

const EOL = '\n';

test('R3, R4: of any list with a known plan every record comes out where the plan says, in order, with its line', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'planned.csv');
  let list = 0;
  await fc.assert(
    fc.asyncProperty(meanings, async (meant) => {
      fc.pre(meant.some((one) => one !== 'blank'));
      list++;
      const accepted: Row[] = [];
      const rejected: Row[] = [];
      const ids: string[] = [];
      const causes: Record<string, number> = {};
      let line = 2;
      let record = 0;
      let blank = 0;
      // Their phone numbers cannot be completed.
      let warned = 0;
      let shared = false;
      for (const [at, one] of meant.entries()) {
        if (one === 'blank') blank++;
        else {
          record++;
          // The first one with the shared address is no duplicate.
          const cause = one === 'duplicate' && !shared ? undefined : CAUSE[one];
          if (one === 'duplicate') shared = true;
          (cause === undefined ? accepted : rejected).push({ record, line });
          if (cause === undefined && one === 'fine') warned++;
          if (cause === undefined) ids.push(`00${at}`);
          else causes[cause] = (causes[cause] ?? 0) + 1;
        }
        line += one === 'multi-line' ? 2 : 1;
      }
      const lines = meant.map(write);
      writeFileSync(
        path,
        [`ID,First name,Email,Phone,Address #${list}`, ...lines].join(EOL).concat(EOL),
      );

      const mapping = { columns: { [`Address #${list}`]: 'address' } };
      const { batch } = await stageHere(store, [path], { mapping });
      assert.deepEqual(batch.counts, {
        records: record,
        accepted: accepted.length,
        rejected: rejected.length,
        outsideSlice: 0,
        blankLines: blank,
        rejectedByCause: causes,
        warnings: warned === 0 ? {} : { phone_unclear: warned },
        merged: 0,
        clients: accepted.length,
        unmatchedValues: {},
      });
      assert.deepEqual(rowsOf(dataDir, batch.id), {
        clients: accepted,
        merged: [],
        rejects: rejected,
      });
      const clients = await store.readClients(batch.id, 1, accepted.length);
      assert.deepEqual(
        clients.map((text) => (JSON.parse(text) as { external_id: string }).external_id),
        ids,
      );
      await store.deleteBatch(batch.id);
    }),
    { numRuns: 300 },
  );
});

for (const folder of [FIXTURES, SAMPLES]) {
  for (const name of readdirSync(folder)) {
    test(`R3: ${name} is accounted for to the last record, or refused whole`, async (t) => {
      const { store, dataDir } = makeStore(t);
      const path = join(folder, name);
      const column = firstColumnOf(path);
      // A fixture that has no first name gets one from whatever column comes first.
      const mapping = column === undefined ? undefined : { columns: { [column]: 'first_name' } };
      let staged;
      try {
        staged = await stageHere(store, [path], { mapping, onDuplicate: 'keep-last' });
      } catch (error) {
        if (!(error instanceof FerryError)) throw error;
        assert.match(
          error.code,
          /^(file_|encoding_|quote_|record_|layout_unknown|mapping_invalid)/,
        );
        assert.ok(error.message.endsWith('.') && error.hint?.endsWith('.'), error.message);
        assert.deepEqual(readdirSync(join(dataDir, 'batches')), []);
        assert.deepEqual(await store.listBatches(), []);
        return;
      }
      const { batch } = staged;
      const { clients, merged, rejects } = rowsOf(dataDir, batch.id);
      const numbers = [...clients, ...merged, ...rejects]
        .map(({ record }) => record)
        .sort((a, b) => a - b);
      assert.deepEqual(
        numbers,
        Array.from({ length: batch.counts.records }, (_, at) => at + 1),
      );
      assert.equal(batch.counts.accepted, clients.length);
      assert.equal(batch.counts.merged, merged.length);
      assert.equal(batch.counts.rejected, rejects.length);
    });
  }
}

/** The first plain column name of a fixture, unless it is one that is recognised. */
function firstColumnOf(path: string): string | undefined {
  const text = readFileSync(path, 'utf8');
  if (/first.?name/i.test(text)) return undefined;
  return /^\uFEFF?\s*"?([A-Za-z ]+)"?[,;|\t\r\n]/.exec(text)?.[1];
}

test('a list of 9,871 clients of whom 36 have no first name: 9,835 accepted, 36 rejected each with its line, ids as text', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'uisp-clients.csv');
  const first = ['Idris', 'Mira', 'Jonas', 'Zoé', 'Núria', 'Søren', 'Aylin', 'Piotr'];
  const last = ['Okafor', 'Lindqvist', 'Ibañez', 'Kowalska', "O'Malley", 'Nguyen', 'Haddad'];
  const nameless = new Set(Array.from({ length: 36 }, (_, at) => 137 + at * 271));
  const lines = ['Id,Is active,First name,Last name,Company name,Email,Phone,Note'];
  const ids: string[] = [];
  const nested: number[] = [];
  for (let n = 1; n <= 9_871; n++) {
    const id = String(n).padStart(7, '0');
    const name = nameless.has(n) ? '' : first[n % first.length];
    if (nameless.has(n)) nested.push(lines.length + 1);
    else ids.push(id);
    lines.push(
      `${id},1,${name ?? ''},${last[n % last.length] ?? ''},,client${n}@example.org,0${n},"n, ${n}"`,
    );
  }
  writeFileSync(path, `${lines.join('\r\n')}\r\n`);

  const { batch } = await stageHere(store, [path]);
  assert.equal(batch.counts.records, 9_871);
  assert.equal(batch.counts.accepted, 9_835);
  assert.equal(batch.counts.rejected, 36);
  assert.deepEqual(batch.counts.rejectedByCause, { required: 36 });
  const rejects = await store.readRejects(batch.id, 0, 100);
  assert.deepEqual(
    rejects.map(({ line }) => line),
    nested,
  );
  for (const { line, issues } of rejects) {
    assert.equal(issues.length, 1);
    assert.equal(issues[0]?.line, line);
    assert.equal(issues[0].column, 'First name');
    assert.ok(issues[0].hint);
  }
  const clients = await store.readClients(batch.id, 1, 9_835);
  const read = clients.map((text) => JSON.parse(text) as { external_id: unknown });
  assert.deepEqual(
    read.map(({ external_id: id }) => id),
    ids,
  );
});
