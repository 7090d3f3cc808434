import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';

const SAMPLE = fileURLToPath(new URL('../../data/samples/uisp-clients.csv', import.meta.url));
const CLIENTS = 9_871;
const SERVICES = 9_890;
const NAMELESS = 36;
/** Plans that nobody has set up in the new system, with how many services have them: 19 in all. */
const UNKNOWN_PLANS = new Map(
  Array.from({ length: 10 }, (_, at) => [`OLD ${at}`, at === 0 ? 10 : 1] as const),
);

test('a UISP export of 19,761 rows: 9,871 clients of whom 36 have no name, 19 services in 10 unknown plans, all accounted for', async (t) => {
  const [header = []] = parse(readFileSync(SAMPLE, 'utf8'), { bom: true, to: 1 });
  const row = (cells: Record<string, string>) =>
    header.map((column) => cells[column] ?? '').join(',');
  const unknown = [...UNKNOWN_PLANS].flatMap(([plan, n]) => Array<string>(n).fill(plan));
  const plans = [
    ...unknown,
    ...Array.from({ length: SERVICES - unknown.length }, (_, at) => `0${at % 8}. PLAN`),
  ];
  const lines = [header.join(',')];
  const nameless: number[] = [];
  for (let n = 1; n <= CLIENTS; n++) {
    const hasName = n > NAMELESS;
    lines.push(
      row({
        Id: String(16_550_000 + n),
        'First name': hasName ? 'Mira' : '',
        'Last name': hasName ? 'Ñunez' : '',
        Emails: `client${n}@example.org`,
        'Service active from (Y-m-d)': '',
      }),
    );
    if (!hasName) nameless.push(lines.length);
    // Services stand below clients with names, a second one below the last.
    const due = n === CLIENTS ? plans.length : hasName ? 1 : 0;
    for (const plan of plans.splice(0, due))
      lines.push(row({ Service: plan, 'Service active from (Y-m-d)': '2026-02-04' }));
  }
  assert.equal(lines.length - 1, 19_761);
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'export.csv');
  writeFileSync(path, lines.join('\r\n'));

  const known = new Map(Array.from({ length: 8 }, (_, at) => [`0${at}. PLAN`, `Plan ${at}`]));
  const { batch } = await stageHere(store, [path], {
    values: [{ column: 'Service', values: known }],
    reading: { region: 'PH', zone: 'Asia/Manila', dateOrder: undefined },
    defaults: { country: 'Philippines' },
  });
  const { counts } = batch;
  assert.equal(batch.files[0]?.profile, 'uisp-clients');
  assert.equal(counts.records, 19_761);
  assert.equal(counts.accepted, 9_835);
  assert.equal(counts.merged, SERVICES - 19);
  assert.equal(counts.rejected, NAMELESS + 19);
  assert.deepEqual(counts.rejectedByCause, { required: NAMELESS, value_unmatched: 19 });
  assert.deepEqual(counts.unmatchedValues, { Service: Object.fromEntries(UNKNOWN_PLANS) });
  const rejects = await store.readRejects(batch.id, 0, 100);
  assert.deepEqual(
    rejects.filter(({ issues }) => issues[0]?.code === 'required').map(({ line }) => line),
    nameless,
  );
  const [first] = await store.readClients(batch.id, NAMELESS, NAMELESS);
  const client = JSON.parse(first ?? '') as Record<string, unknown>;
  assert.equal(client['address'], 'Philippines');
  const [service] = client['matters'] as Record<string, string>[];
  assert.match(service?.['name'] ?? '', /^Plan \d$/);
  assert.equal(service?.['active_from'], '2026-02-04T00:00:00+08:00');
});
