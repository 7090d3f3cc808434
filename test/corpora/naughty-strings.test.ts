import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import type { Store } from '../../src/store/store.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';

const CORPUS = createRequire(import.meta.url).resolve('big-list-of-naughty-strings');
const LISTED = JSON.parse(readFileSync(CORPUS, 'utf8')) as string[];

/** What the corpus lacks: names that plain objects have by themselves, and every kind of line break. */
const OWN = [
  '__proto__',
  'constructor',
  'toString',
  'a\r\nb\rc\nd',
  "'0501234567",
  "'+972 50",
  "'0'",
];
const STRINGS = [...LISTED, ...OWN];

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

/** By hand, what a cell becomes whose apostrophe only guards a number. */
const UNGUARDED: Readonly<Record<string, string>> = {
  "'0501234567": '0501234567',
  "'+972 50": '+972 50',
  "'0'": '0',
};

/** A cell as it is handed over (docs/profiles.md, "What is done to every cell"); undefined when nothing is left of it. */
function normalise(text: string): string | undefined {
  const unguarded = Object.hasOwn(UNGUARDED, text) ? UNGUARDED[text] : text.trim();
  return unguarded?.replace(/\r\n?/g, '\n') || undefined;
}

type Client = Record<string, unknown>;

async function readClients(store: Store, id: string, clients: number): Promise<Client[]> {
  const texts = await store.readClients(id, 1, clients);
  return texts.map((text) => JSON.parse(text) as Client);
}

/** Cells that are rejected, with the code that names the damage, and why the product is right to suspect it. */
const DAMAGED: Readonly<Record<string, { code: string; why: string }>> = {
  '¸˛Ç◊ı˜Â¯˘¿': {
    code: 'mojibake',
    why: 'Â before a sign is what UTF-8 looks like when it was read as Windows-1252',
  },
};

test('each string as a cell of the notes is handed over as it is, or rejected as damaged', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'notes.csv');
  const lines = STRINGS.map((text, at) => `${at},Noa,${quote(text)}`);
  writeFileSync(path, ['ID,First name,Notes', ...lines, ''].join('\n'));

  const { batch } = await stageHere(store, [path]);
  const { records, accepted, rejected, merged, blankLines, warnings } = batch.counts;
  assert.deepEqual([records, merged, blankLines], [STRINGS.length, 0, 0]);
  assert.equal(accepted + rejected, records);
  // Strings with codes of web pages in them are handed over with a warning.
  assert.deepEqual(Object.keys(warnings), ['encoded_text']);

  const clients = await readClients(store, batch.id, accepted);
  const rejects = await store.readRejects(batch.id, 0, records);
  const expected = STRINGS.flatMap((text, at) =>
    Object.hasOwn(DAMAGED, text)
      ? []
      : [{ external_id: String(at), first_name: 'Noa', notes: normalise(text) }],
  );
  assert.deepEqual(
    clients.map(({ external_id, first_name, notes }) => ({ external_id, first_name, notes })),
    expected,
  );
  assert.deepEqual(
    rejects.map(({ cells, issues }) => [cells[2], issues.map(({ code }) => code)]),
    Object.entries(DAMAGED).map(([text, { code }]) => [text, [code]]),
  );
});

/** Names of a second column with which a list is refused: those that are blank, and those that look like a phone number. */
function refusalsOf(name: string): string[] {
  if (name.trim() === '') return ['layout_unknown', 'mapping_invalid'];
  return ['-2147483648/-1', '1 000 000.00'].includes(name) ? ['header_missing'] : [];
}

/** The client that a list of one record gives, or the code by which the list is refused. */
async function stageOne(store: Store, path: string, changes: Parameters<typeof stageHere>[2]) {
  try {
    const { batch } = await stageHere(store, [path], changes);
    assert.deepEqual([batch.counts.records, batch.counts.accepted], [1, 1]);
    const [client] = await readClients(store, batch.id, 1);
    return { client, column: batch.files[0]?.columns[1]?.column };
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    assert.ok(error.hint, error.code);
    return { refusal: error.code };
  }
}

/** What plain objects have by themselves; hostile names must not add to it. */
const prototypeNow = () =>
  Reflect.ownKeys(Object.prototype).map((key) =>
    Reflect.getOwnPropertyDescriptor(Object.prototype, key),
  );

test('each string as the name of a column is that name, can be mapped, or has the list refused', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'names.csv');
  const before = prototypeNow();
  for (const [at, name] of STRINGS.entries()) {
    const value = `value ${at}`;
    writeFileSync(path, `First name,${quote(name)}\nNoa,${value}\n`);
    const businessUid = `b${at}`;
    const alone = await stageOne(store, path, { businessUid });
    const mapping = { columns: { [name]: 'Any key' } };
    const mapped = await stageOne(store, path, { businessUid, mapping });
    const refusals = refusalsOf(name);
    if (refusals.length > 0) {
      assert.ok(
        refusals.includes(alone.refusal ?? ''),
        `${JSON.stringify(name)}: ${alone.refusal}`,
      );
      assert.ok(
        refusals.includes(mapped.refusal ?? ''),
        `${JSON.stringify(name)}: ${mapped.refusal}`,
      );
      continue;
    }
    assert.equal(alone.column, name.trim());
    assert.equal(alone.client?.['first_name'], 'Noa');
    assert.deepEqual(mapped.client, { first_name: 'Noa', 'Any key': value }, JSON.stringify(name));
  }
  assert.deepEqual(prototypeNow(), before);
});

test('all strings as the names of one list: every column is accounted for, and its cells stay beside it', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'wide.csv');
  const header = ['First name', ...STRINGS].map(quote).join(',');
  const record = ['Noa', ...STRINGS.map((_, at) => `value ${at}`)].join(',');
  writeFileSync(path, `${header}\n${record}\n${record}\n`);
  const before = prototypeNow();
  // Some look like phone numbers, so a person has to say where the names stand.
  const { batch } = await stageHere(store, [path], { read: { headerLine: 1 } });
  const columns = batch.files[0]?.columns ?? [];
  assert.equal(columns.length, STRINGS.length + 1);
  assert.equal(new Set(columns.map(({ column }) => column)).size, columns.length);
  assert.ok(columns.every(({ reason }) => reason !== ''));
  assert.deepEqual([batch.counts.records, batch.counts.accepted], [2, 2]);
  assert.deepEqual(prototypeNow(), before);
});

const MAX_NAME_BYTES = 200;

const isFileName = (text: string) =>
  !['', '.', '..'].includes(text) &&
  !/[/\0]/.test(text) &&
  Buffer.byteLength(text) <= MAX_NAME_BYTES;

test('each string as the name of a file: the list is staged and told by that name', async (t) => {
  const { store, dataDir } = makeStore(t);
  const names = [...new Set(STRINGS.filter(isFileName))];
  assert.ok(names.length > 250, `${names.length}`);
  for (const [at, name] of names.entries()) {
    const folder = join(dataDir, 'lists');
    mkdirSync(folder, { recursive: true });
    const path = `${folder}/${name}`;
    writeFileSync(path, `ID,First name\n${at},Noa\n`);
    const { batch } = await stageHere(store, [path], { businessUid: `b${at}` });
    rmSync(path);
    const [listed] = await store.listBatches(`b${at}`);
    assert.equal(listed?.files[0]?.name, name);
    assert.deepEqual(await readClients(store, batch.id, 1), [
      { first_name: 'Noa', external_id: String(at) },
    ]);
  }
});
