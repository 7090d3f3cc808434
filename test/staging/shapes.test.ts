import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { StagingCounts } from '../../src/staging/batch.js';
import type { StageRequest } from '../../src/staging/stage-request.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';

interface Staged {
  counts: StagingCounts;
  clients: Record<string, unknown>[];
  /** Line and codes of every reject, with the messages. */
  rejects: { line: number; codes: string[]; text: string }[];
}

/** Stages lists, name to lines, as one batch. */
async function stage(
  t: TestContext,
  lists: Record<string, readonly string[]>,
  changes: Partial<StageRequest> = {},
): Promise<Staged> {
  const { store, dataDir } = makeStore(t);
  const paths = Object.entries(lists).map(([name, lines]) => {
    const path = join(dataDir, `${name}.csv`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  });
  const { batch } = await stageHere(store, paths, changes);
  const { counts } = batch;
  assert.equal(
    counts.records,
    counts.accepted + counts.merged + counts.rejected + counts.outsideSlice,
  );
  const texts = await store.readClients(batch.id, 1, counts.clients);
  const rejects = await store.readRejects(batch.id, 0, 1_000);
  return {
    counts,
    clients: texts.map((text) => JSON.parse(text) as Record<string, unknown>),
    rejects: rejects.map(({ line, issues }) => ({
      line,
      codes: issues.map(({ code }) => code),
      text: issues.map(({ message }) => message).join(' '),
    })),
  };
}

/** A UISP export with the columns that matter here; the others stay blank. */
const UISP = [
  'Id,Name,First name,Last name,Username,Is Lead,Archived,Emails,Phones,Street 1,City,Country,ZIP code,Note,Registration date,PPPOE Username (custom attribute),Service,Service invoice label,Service note,Service individual price,Service active from (Y-m-d)',
];
const client = (id: string, first: string, more = '') =>
  `${id},,${first},Levi,,,,${first.toLowerCase() || 'x'}@example.org,+44 20 7946 0018/+44 20 7946 0019,1 Mill Lane,Porto,,4000,Prefers mornings,,${more},,,,,`;
const service = (plan: string, from = '') => `,,,,,,,,,,,,,,,,${plan},,,,${from}`;

test('services below a client become its matters, with dates in full and the PPPoE name in the notes', async (t) => {
  const { counts, clients, rejects } = await stage(
    t,
    {
      uisp: [
        ...UISP,
        client('016560862', 'Noa', 'noa.ppp'),
        service('GOLD', '2026-02-04'),
        service('GOLD'),
      ],
    },
    { reading: { region: 'PH', zone: 'Asia/Manila', dateOrder: undefined } },
  );
  assert.deepEqual(rejects, []);
  assert.deepEqual([counts.records, counts.accepted, counts.merged, counts.clients], [3, 1, 2, 1]);
  const [noa] = clients;
  assert.equal(noa?.['external_id'], '016560862');
  assert.equal(noa['phone'], '+442079460018');
  assert.match(String(noa['notes']), /Prefers mornings/);
  assert.match(String(noa['notes']), /PPPoE: noa\.ppp/);
  assert.match(String(noa['notes']), /Other phone numbers: \+442079460019/);
  const matters = noa['matters'] as Record<string, string>[];
  assert.deepEqual(
    matters.map(({ name }) => name),
    ['GOLD', 'GOLD (2)'],
  );
  assert.ok(Object.values(matters[0] ?? {}).includes('2026-02-04T00:00:00+08:00'));
});

test('a service without a client above it is an orphan, and those of a rejected client say so with its line', async (t) => {
  const { counts, rejects } = await stage(t, {
    uisp: [
      ...UISP,
      service('GOLD'),
      client('1', ''),
      service('GOLD'),
      client('2', 'Mira'),
      service(''),
    ],
  });
  assert.equal(counts.accepted, 1);
  assert.deepEqual(
    rejects.map(({ line, codes }) => [line, codes]),
    [
      [2, ['orphan']],
      [3, ['required']],
      [4, ['parent_rejected']],
    ],
  );
  assert.match(rejects[0]?.text ?? '', /no "Id"/);
  assert.match(rejects[2]?.text ?? '', /line 3/);
});

test('plans are replaced by the table of values; those that it does not know are counted and their services rejected alone', async (t) => {
  const values = [
    {
      column: 'Service',
      values: new Map([
        ['01. SOLO', 'Solo'],
        ['02. DUO', 'Duo'],
      ]),
    },
  ];
  const { counts, clients, rejects } = await stage(
    t,
    {
      uisp: [
        ...UISP,
        client('1', 'Noa'),
        service('01. SOLO'),
        service('OLD'),
        service('OLD'),
        service('Duo'),
      ],
    },
    { values },
  );
  assert.deepEqual(counts.unmatchedValues, { Service: { OLD: 2 } });
  assert.deepEqual(
    rejects.map(({ codes }) => codes),
    [['value_unmatched'], ['value_unmatched']],
  );
  const matters = clients[0]?.['matters'] as { name: string }[];
  assert.deepEqual(
    matters.map(({ name }) => name),
    ['Solo', 'Duo'],
  );
});

test('matters go over nested under a key of choice, flat with a record each, or as lines of the notes', async (t) => {
  const lists = {
    uisp: [...UISP, client('1', 'Noa'), service('GOLD'), service('SILVER'), client('2', 'Mira')],
  };
  const nested = await stage(t, lists, { mattersKey: 'clients' });
  assert.equal((nested.clients[0]?.['clients'] as unknown[]).length, 2);
  const flat = await stage(t, lists, { matterForm: 'flat' });
  assert.deepEqual([flat.counts.accepted, flat.counts.clients], [2, 3]);
  assert.deepEqual(
    flat.clients.map((one) => [one['first_name'], one['service_name']]),
    [
      ['Noa', 'GOLD'],
      ['Noa', 'SILVER'],
      ['Mira', undefined],
    ],
  );
  const notes = await stage(t, lists, { matterForm: 'notes' });
  assert.match(String(notes.clients[0]?.['notes']), /\nService: GOLD\nService: SILVER$/);
});

test('a slice counts clients and takes their services along', async (t) => {
  const { counts, clients } = await stage(
    t,
    {
      uisp: [
        ...UISP,
        client('1', 'Noa'),
        service('A'),
        client('2', 'Mira'),
        service('B'),
        client('3', 'Ada'),
      ],
    },
    { start: 2, limit: 1 },
  );
  assert.deepEqual(
    clients.map((one) => one['first_name']),
    ['Mira'],
  );
  assert.deepEqual([counts.outsideSlice, counts.accepted, counts.merged], [2, 1, 1]);
});

test('a duplicate client takes its services along into the rejects', async (t) => {
  const { counts, rejects } = await stage(t, {
    uisp: [...UISP, client('1', 'Noa'), client('2', 'noa'), service('A')],
  });
  assert.equal(counts.accepted, 1);
  assert.deepEqual(
    rejects.map(({ codes }) => codes),
    [['duplicate_email'], ['parent_rejected']],
  );
});
