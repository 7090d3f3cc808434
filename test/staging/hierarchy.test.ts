import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseProfile } from '../../src/profiles/load-profiles.js';
import type { Profile } from '../../src/profiles/profile.js';
import { assembleRecords } from '../../src/staging/assemble-records.js';
import type { Assembled, AssemblySink } from '../../src/staging/assembling.js';
import { recogniseSource } from '../../src/staging/recognised-source.js';
import type { RecordSource } from '../../src/staging/record-source.js';
import { createStageRequest } from '../../src/staging/stage-request.js';
import { walkSlice } from '../../src/staging/walk-slice.js';
import { openRecordSpool } from '../../src/store/sqlite/record-spool.js';
import { PROFILES } from '../helpers/map.js';

const shape = (kind: string, parents: { column: string; kind: string }[]): Profile =>
  parseProfile(
    `${kind}.json`,
    JSON.stringify({
      name: kind.toLowerCase(),
      title: kind,
      from: 'a test',
      recognisedBy: { headers: [`${kind}_CODE`, `${kind}_NAME`] },
      columns: parents.length === 0 ? { [`${kind}_NAME`]: 'full_name' } : {},
      clients: {
        ...{ shape: 'joined', family: 'test', kind, code: `${kind}_CODE`, parents },
        ...(parents.length === 0
          ? {}
          : {
              matters: {
                term: 'account',
                columns: { [`${kind}_NAME`]: 'name' },
                namedBy: ['name'],
              },
            }),
      },
    }),
  );

const ALL = [
  ...PROFILES,
  shape('CUST', []),
  shape('ACC', [{ column: 'CUST', kind: 'CUST' }]),
  shape('USER', [
    { column: 'PARENT', kind: 'USER' },
    { column: 'ACC', kind: 'ACC' },
  ]),
];

const HEADERS = {
  CUST: ['CUST_CODE', 'CUST_NAME'],
  ACC: ['ACC_CODE', 'ACC_NAME', 'CUST'],
  USER: ['USER_CODE', 'USER_NAME', 'ACC', 'PARENT'],
};

type Kind = keyof typeof HEADERS;

/** A source of rows that are in memory already. */
function sourceOf(kind: Kind, rows: readonly string[][]): RecordSource {
  const records = rows.map((cells, at) => ({ number: at + 1, line: at + 2, cells }));
  return {
    ...{ name: `${kind}.csv`, bytes: 0, sha256: kind, form: 'csv', encoding: 'utf-8' },
    ...{ encodingReason: '', delimiter: ',', header: HEADERS[kind], headerLine: 1, titleLines: 0 },
    sample: records,
    async *records() {
      for (const record of records) yield await Promise.resolve(record);
    },
    passed: { blankLines: 0, bytes: 0 },
  };
}

interface Outcome {
  clients: Assembled[];
  rejects: { code: string; message: string }[];
}

async function assemble(
  files: readonly (readonly [Kind, readonly string[][]])[],
): Promise<Outcome> {
  const request = createStageRequest([], 'b1');
  const all = files.map(([kind, rows]) =>
    recogniseSource(sourceOf(kind, rows), ALL, request, undefined),
  );
  const outcome: Outcome = { clients: [], rejects: [] };
  const sink: AssemblySink = {
    accept: (assembled) => outcome.clients.push(assembled),
    reject: (_, issues) => outcome.rejects.push(...issues.slice(0, 1)),
    drain: () => Promise.resolve(),
    noteUnmatched: () => undefined,
  };
  const spool = openRecordSpool();
  const assembler = assembleRecords(all, sink, () => spool);
  await walkSlice(all, request, (taken) => {
    assembler.take(taken);
    return undefined;
  });
  await assembler.end();
  spool.close();
  return outcome;
}

const valueOf = (fields: Assembled['matters'][number], key: string) =>
  fields.find(([one]) => one === key)?.[1];

test('a hierarchy of any depth is joined by code, whatever the order of files and records', async () => {
  const rows: [Kind, string[][]][] = [
    [
      'USER',
      [
        ['U3', 'Deep', '', 'U2'],
        ['U2', 'Middle', '', 'U1'],
        ['U1', 'Top', 'A1', ''],
      ],
    ],
    ['ACC', [['A1', 'Main', 'C1']]],
    [
      'CUST',
      [
        ['C1', 'Noa Levi'],
        ['C2', 'Mira Okafor'],
      ],
    ],
  ];
  const { clients, rejects } = await assemble(rows);
  assert.deepEqual(rejects, []);
  assert.deepEqual(
    clients.map(({ matters }) => matters.map((one) => valueOf(one, 'code'))),
    [['A1', 'U1', 'U2', 'U3'], []],
  );
  assert.deepEqual(
    clients[0]?.matters.map((one) => valueOf(one, 'parent_code')),
    ['C1', 'A1', 'U1', 'U2'],
  );
  assert.equal(clients[0].members.length, 4);
});

test('a parent that is not there, a circle, a repeated code and no code are each rejected by name', async () => {
  const { clients, rejects } = await assemble([
    [
      'CUST',
      [
        ['C1', 'Noa Levi'],
        ['C1', 'Mira Okafor'],
        ['', 'Ada Brandt'],
      ],
    ],
    [
      'ACC',
      [
        ['A1', 'Main', 'C9'],
        ['A2', 'Other', ''],
      ],
    ],
    [
      'USER',
      [
        ['U1', 'One', '', 'U2'],
        ['U2', 'Two', '', 'U1'],
        ['U3', 'Below', '', 'U2'],
        ['U4', 'Self', '', 'U4'],
        ['U5', 'x', 'A1', ''],
      ],
    ],
  ]);
  assert.equal(clients.length, 1);
  assert.deepEqual(rejects.map(({ code }) => code).sort(), [
    'code_missing',
    'code_repeated',
    'cycle',
    'cycle',
    'cycle',
    'parent_missing',
    'parent_missing',
    'parent_rejected',
    'parent_rejected',
  ]);
  const texts = rejects.map(({ message }) => message);
  assert.ok(texts.some((text) => text.includes('CUST C9')));
  assert.ok(texts.some((text) => text.includes('USER U1 > USER U2 > USER U1')));
  assert.ok(texts.some((text) => text.includes('USER U4 > USER U4')));
});

test('every record of any forest of codes comes out exactly once', async () => {
  const code = fc.integer({ min: 0, max: 12 }).map((n) => (n === 0 ? '' : `U${n}`));
  const users = fc.array(fc.tuple(code, fc.constantFrom('', 'A1', 'A9'), code), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(users, async (list) => {
      const { clients, rejects } = await assemble([
        ['USER', list.map(([own, account, parent]) => [own, 'x', account, parent])],
        ['CUST', [['C1', 'Noa Levi']]],
        ['ACC', [['A1', 'Main', 'C1']]],
      ]);
      const members = clients.reduce((sum, one) => sum + 1 + one.members.length, 0);
      assert.equal(members + rejects.length, list.length + 2);
    }),
    { numRuns: 500 },
  );
});
