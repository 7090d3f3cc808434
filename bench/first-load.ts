/**
 * What the staff page asks for as it loads and in its check step, with a list of that size: the processor time of the server for
 * each call, for a usual list and for one of which every record is rejected. Linux only.
 * Usage: npm run build && node --import tsx bench/first-load.ts [records] [rounds]     (light, as in CI: 500 1)
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Identity } from '../src/sign-in/identity.js';
import { issuePageToken } from '../src/sign-in/page-token.js';
import { deriveTokenKeys } from '../src/sign-in/token-keys.js';
import type { DraftRejectsWire, DraftWire } from '../src/web/api/wire.js';
import { Staff } from '../test/helpers/api.js';
import { writeList } from './lists.js';
import { processorMs, startApp, type Server } from './serving/processes.js';

const RECORDS = Number(process.argv[2] ?? 50_000);
const ROUNDS = Number(process.argv[3] ?? 10);
const TOKEN_KEY = 'bench'.repeat(8);
const FIRST_NAME = 1;

/** Nothing is asked of a CRM: nobody has signed in through one. */
const SETTINGS = `TOKEN_KEY=${TOKEN_KEY}\nINTANDEM_API_URL=http://127.0.0.1:9\n`;

const WHO: Identity = {
  ...{ businessUid: 'b1', businessName: 'Corner Shop', staffUid: 's1', role: 'admin' },
  ...{ impersonatedBy: undefined, signedInAt: new Date().toISOString() },
};

interface Call {
  name: string;
  make: (staff: Staff) => Promise<unknown>;
}

const getting = (name: string, path = name): Call => ({ name, make: (staff) => staff.get(path) });

/** As the page loads, with all that the business has by then. */
const LOADING: Call[] = [
  { name: 'the page itself', make: ({ origin }) => fetch(origin).then((page) => page.text()) },
  ...['/me', '/sessions', '/drafts', '/batches', '/profiles'].map((path) => getting(path)),
];

/** In its check step. */
function checking({ uid, batch_uid }: DraftWire, reject: DraftRejectsWire['rejects'][0]): Call[] {
  const { source, line, id, issues } = reject;
  const rejects = `/drafts/${uid}/rejects`;
  const code = issues[0]?.code ?? '';
  const cells = [{ index: FIRST_NAME, value: 'Noa' }];
  const replaced = { source, index: FIRST_NAME, find: '', replace: 'Noa' };
  return [
    getting('the draft', `/drafts/${uid}`),
    getting('the account of the batch', `/batches/${batch_uid ?? ''}`),
    getting('the first rejects', `${rejects}?limit=50`),
    getting('the last rejects', `${rejects}?limit=50&after=${RECORDS - 50}`),
    getting('the first rejects of one cause', `${rejects}?limit=50&code=${code}`),
    getting('how many for what cause', `${rejects}/causes`),
    {
      name: 'correcting a record',
      make: (staff) => staff.post(`/drafts/${uid}/corrections`, { source, line, id, cells }),
    },
    {
      name: 'replacing a value in all rejects',
      make: (staff) => staff.post(`/drafts/${uid}/corrections/replace`, replaced),
    },
    {
      name: 'taking that back',
      make: (staff) => staff.ask('DELETE', `/drafts/${uid}/corrections/last`),
    },
    getting('what importing would do', `/batches/${batch_uid ?? ''}/plan`),
  ];
}

/** What a call takes the server, on the average; its clock ticks in hundredths of a second. */
async function measure(app: Server, staff: Staff, { make }: Call): Promise<number> {
  const before = processorMs(app.pid);
  for (let round = 0; round < ROUNDS; round++) await make(staff);
  return (processorMs(app.pid) - before) / ROUNDS;
}

/** Each call of the page by its name, with its cost in ms, over one list. */
async function measureList(list: string): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'clientferry-bench-'));
  writeFileSync(join(folder, '.env'), SETTINGS);
  const app = await startApp(folder);
  try {
    const parts = { tokenKeys: deriveTokenKeys(TOKEN_KEY), now: () => new Date() };
    const { token } = await issuePageToken(parts, WHO);
    const staff = new Staff(`http://127.0.0.1:${app.port}`, token, WHO);
    const draft = await staff.stage(list);
    const { rejects } = await staff.get<DraftRejectsWire>(`/drafts/${draft.uid}/rejects?limit=1`);
    if (!rejects[0]) throw new Error('nothing was rejected');
    const costs = new Map<string, number>();
    for (const call of [...LOADING, ...checking(draft, rejects[0])])
      costs.set(call.name, await measure(app, staff, call));
    return costs;
  } finally {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readUsualList(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'clientferry-bench-'));
  try {
    const path = join(folder, 'clients.csv');
    await writeList(path, RECORDS);
    return readFileSync(path, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A record without a name is rejected. */
const withoutNames = (list: string): string => list.replace(/^(\d{8}),[^,]*,[^,]*,/gm, '$1,,,');

const list = await readUsualList();
const usual = await measureList(list);
// The light form leaves out the second list.
const worst = ROUNDS > 1 ? await measureList(withoutNames(list)) : usual;
console.log(`| ${RECORDS} records, processor ms a call | a usual list | all rejected |`);
console.log('| --- | --- | --- |');
for (const [name, ms] of usual)
  console.log(`| ${name} | ${ms.toFixed(0)} | ${worst.get(name)?.toFixed(0) ?? ''} |`);
