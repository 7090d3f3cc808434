import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { attachment } from '../../src/web/api/file-names.js';
import { hintForStaff } from '../../src/web/api/hint-for-staff.js';
import type {
  CorrectionsChanged,
  DraftRejectsWire,
  DraftRejectWire,
  DraftWire,
  SessionStartedWire,
} from '../../src/web/api/wire.js';
import { startApi } from '../helpers/api.js';

const CORPUS = createRequire(import.meta.url).resolve('big-list-of-naughty-strings');
const NAUGHTY = (JSON.parse(readFileSync(CORPUS, 'utf8')) as string[]).filter(Boolean);

const LIST = 'First name,Email\nMira,mira(at)example.org\nAna,ana(at)example.org\n';

const isBelow500 = ({ status, text }: { status: number; text: string }, what: string) => {
  assert.ok(status < 500, `${what}: ${status} ${text}`);
};

test('naughty strings in every text of a request are refused or come back as they were', async (t) => {
  const { as } = await startApi(t);
  const mira = await as();
  const { uid, batch_uid } = await mira.stage(LIST);
  const path = `/drafts/${uid}`;
  const { rejects } = await mira.get<DraftRejectsWire>(`${path}/rejects`);
  const source = rejects[0]?.source ?? '';
  for (const text of NAUGHTY.filter((_, at) => at % 4 === 0)) {
    const corrected = await mira.ask<DraftRejectWire>('POST', `${path}/corrections`, {
      source,
      line: 2,
      cells: [{ index: 0, value: text }],
    });
    assert.equal(corrected.status, 200, corrected.text);
    assert.equal(corrected.body.cells[0], text);
    const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''));
    const others = await Promise.all([
      mira.ask('PATCH', path, { sources: [{ name: text, profile: text }] }),
      mira.ask('PATCH', path, {
        value_maps: [{ column: text.slice(0, 500), pairs: [['a', 'b']] }],
      }),
      mira.ask('POST', `${path}/corrections`, {
        source: text,
        line: 2,
        cells: [{ index: 0, value: '' }],
      }),
      mira.ask('POST', `${path}/corrections/replace`, {
        source,
        index: 1,
        find: text,
        replace: text,
      }),
      mira.ask('POST', '/sessions', {
        ...{ batch_uid: text, override: false, send_email: false, rejects: 'leave' },
      }),
      mira.ask('GET', `${path}/rejects?code=${encoded}`),
      mira.ask('GET', `/batches/${batch_uid}/rejects.csv?layout=${encoded}`),
    ]);
    for (const answer of others) isBelow500(answer, text);
    const inPath = await mira.fetch(
      'GET',
      `/profiles/${encoded.replaceAll('.', '%2E')}/template.csv`,
    );
    assert.ok([200, 404, 422].includes(inPath.status), `${text}: ${inPath.status}`);
  }
});

test('values that are replaced in bulk come back byte for byte, whatever they are', async (t) => {
  const { as } = await startApi(t);
  const mira = await as();
  const { uid } = await mira.stage(LIST);
  const path = `/drafts/${uid}`;
  let find = 'ana(at)example.org';
  for (const replace of NAUGHTY.filter((text, at) => at % 16 === 0 && text.length < 2_000)) {
    const body = { source: 'clients.csv', index: 1, find, replace };
    const { cells } = await mira.post<CorrectionsChanged>(`${path}/corrections/replace`, body);
    assert.equal(cells, 1, replace);
    const { rejects } = await mira.get<DraftRejectsWire>(`${path}/rejects`);
    assert.equal(rejects[1]?.cells[1], replace);
    find = replace;
  }
});

test('S21: names that plain objects have are plain text, in JSON, queries and columns', async (t) => {
  const { as } = await startApi(t);
  const mira = await as();
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
  const header = ['First name', 'Email', ...names].join(',');
  const draft = await mira.stage(`${header}\nMira,mira(at)example.org,${names.join(',')}\n`);
  assert.deepEqual(draft.sources[0]?.columns.map(({ name }) => name).slice(2), names);
  assert.deepEqual(draft.sources[0].preview[0]?.cells.slice(2), names);
  const { rejects } = await mira.get<DraftRejectsWire>(`/drafts/${draft.uid}/rejects`);
  assert.deepEqual(rejects[0]?.cells.slice(2), names);
  for (const name of names) {
    const polluted = await mira.fetch('PATCH', `/drafts/${draft.uid}`, {
      headers: { 'content-type': 'application/json' },
      body: `{"${name}": {"isAdmin": true}, "on_duplicate": "keep"}`,
    });
    const text = await polluted.text();
    assert.ok(polluted.status === 400 || name === '__proto__', `${name}: ${text}`);
    const { status } = await mira.ask('GET', `/drafts?${name}[isAdmin]=1&${name}=1`);
    assert.equal(status, 200);
  }
  assert.equal(({} as { isAdmin?: boolean }).isAdmin, undefined);
  assert.equal(Object.prototype.toString.call({}), '[object Object]');
});

test('unknown keys are refused with their place, and values are not told back', async (t) => {
  const { as } = await startApi(t);
  const mira = await as();
  const { uid } = await mira.stage(LIST);
  const refused = await mira.ask('PATCH', `/drafts/${uid}`, {
    sources: [{ name: 'clients.csv', columns: [{ index: 0, field: 'email', colour: 1 }] }],
    on_duplicate: 'canary-value',
  });
  assert.equal(refused.status, 400);
  assert.match(refused.text, /body\.sources\.0\.columns\.0: .*colour/);
  assert.match(refused.text, /body\.on_duplicate/);
  assert.doesNotMatch(refused.text, /canary-value/);
  for (const query of [
    'limit=0',
    'limit=501',
    'limit=1e2',
    'after=-1',
    'after=1&after=2',
    'code=%00',
  ])
    assert.equal((await mira.ask('GET', `/drafts/${uid}/rejects?${query}`)).status, 400, query);
});

test('S19: names of uploads are safe to show', async (t) => {
  const { as } = await startApi(t, { maxFiles: 50 });
  const mira = await as();
  const { uid } = await mira.post<DraftWire>('/drafts');
  const odd = [
    '../../etc/passwd',
    'C:\\lists\\a.csv',
    'a\r\nset-cookie: x.csv',
    'a\u202Egpj.csv',
    '\u0000.csv',
    `${'x'.repeat(300)}.csv`,
    '..',
    '   ',
  ];
  for (const name of odd) {
    const { status, body, text } = await mira.upload(uid, LIST, name);
    assert.equal(status, 201, text);
    const shown = body.files.at(-1)?.name ?? '';
    assert.ok(shown.length <= 200 && shown !== '', name);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(shown, /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069/\\]/);
  }
  assert.equal((await mira.upload(uid, LIST, '')).status, 400);
});

const NAMES: Record<string, string> = {
  'rejects-clients.csv': `attachment; filename="rejects-clients.csv"; filename*=UTF-8''rejects-clients.csv`,
  'rejects-a"b;c.csv': `attachment; filename="rejects-a_b_c.csv"; filename*=UTF-8''rejects-a_b_c.csv`,
  "rejects-o'neil (1)*.csv": `attachment; filename="rejects-o_neil (1)_.csv"; filename*=UTF-8''rejects-o%27neil%20%281%29_.csv`,
  'rejects-Müller.csv': `attachment; filename="rejects-Muller.csv"; filename*=UTF-8''rejects-M%C3%BCller.csv`,
  'rejects-名簿.csv': `attachment; filename="rejects-.csv"; filename*=UTF-8''rejects-%E5%90%8D%E7%B0%BF.csv`,
  '../rejects-100%.csv': `attachment; filename="rejects-100_.csv"; filename*=UTF-8''rejects-100%25.csv`,
};

for (const [name, header] of Object.entries(NAMES)) {
  test(`S19: ${JSON.stringify(name)} is an attachment with a plain and a whole name`, () => {
    assert.equal(attachment(name), header);
  });
}

test('S19: no name breaks out of its header, and each is of a bounded length', () => {
  for (const name of [
    ...NAUGHTY,
    'a\r\nx: y.csv',
    `${'ü'.repeat(300)}.csv`,
    '\uD800.csv',
    'a\u202Eb.csv',
  ]) {
    const header = attachment(`rejects-${name}`);
    assert.match(
      header,
      /^attachment; filename="[ !#-$&-.0-[\]-~]*"; filename\*=UTF-8''[\w.~!$&+^`|%-]*$/,
      name,
    );
    assert.ok(header.length < 3_000, name);
    assert.doesNotMatch(header, /%0[AD0]|%E2%80%AE/, name);
  }
});

test('S5: columns that are not imported are in no page, whatever a shop export holds', async (t) => {
  const { as, origin } = await startApi(t);
  const mira = await as();
  const shop = readFileSync('data/samples/woocommerce-customers.csv', 'utf8')
    .trimEnd()
    .split(/\r?\n/);
  const withSecrets = shop.map((line, at) =>
    at === 0 ? `${line},user_pass,password_hash` : `${line},canary-pass,canary-hash`,
  );
  const draft = await mira.stage(withSecrets.join('\n'), 'shop.csv');
  const { session } = await mira.post<SessionStartedWire>('/sessions', {
    ...{ batch_uid: draft.batch_uid, override: false, send_email: false, rejects: 'leave' },
  });
  assert.ok(session.account.clients > 0);
  const page = await fetch(`${origin}/app/clients/export?business_uid=b1&page=1&per_page=500`);
  const text = await page.text();
  assert.equal(page.status, 200);
  assert.doesNotMatch(text, /canary-|user_pass|password/);
});

test('S31: trouble of ours is told in one bland sentence with the id of the request', async (t) => {
  const { as, store } = await startApi(t);
  const mira = await as();
  const { uid } = await mira.post<DraftWire>('/drafts');
  store.findDraft = () => Promise.reject(new Error('SELECT canary FROM drafts at /srv/canary.ts'));
  const answer = await mira.ask<{ error: { code: string; request_id: string } }>(
    'GET',
    `/drafts/${uid}`,
  );
  assert.equal(answer.status, 503);
  assert.deepEqual(Object.keys(answer.body.error), ['code', 'message', 'request_id']);
  assert.equal(answer.body.error.request_id, answer.headers.get('x-request-id'));
  assert.doesNotMatch(answer.text, /canary|SELECT|\.ts/);
});

test('R36: a download that breaks inside is broken off, and no short file', async (t) => {
  const { as, store } = await startApi(t);
  const mira = await as();
  const { batch_uid } = await mira.stage(LIST);
  store.readRejects = () => Promise.reject(new Error('canary'));
  const download = await mira.fetch('GET', `/batches/${batch_uid}/rejects.csv`);
  await assert.rejects(download.text());
});

test('S27: nobody keeps what the API answers', async (t) => {
  const { as } = await startApi(t);
  const mira = await as();
  for (const path of ['/me', '/drafts', '/batches', '/none']) {
    const answer = await mira.fetch('GET', path, { headers: { 'if-none-match': '*' } });
    assert.equal(answer.headers.get('cache-control'), 'no-store', path);
    assert.equal(answer.headers.get('etag'), null);
    assert.notEqual(answer.status, 304);
  }
});

const HINTS: [code: string, given: string | undefined, shown: string | undefined][] = [
  ['email', 'Write it as name@example.org.', 'Write it as name@example.org.'],
  ['sheet_unclear', 'Choose one with --sheet "Clients".', 'Choose the sheet that holds the list.'],
  [
    'one_of',
    'Allowed: a, b. A table for --values can replace old values by these.',
    'Allowed: a, b.',
  ],
  ['none_of_ours', 'Check INTANDEM_API_URL and the network.', undefined],
  ['none_of_ours', 'clientferry batches lists them.', undefined],
  ['email', undefined, undefined],
  ['layout_unknown', undefined, 'Choose what the columns mean, or another line as the header.'],
];

for (const [code, given, shown] of HINTS) {
  test(`the hint of ${code}, ${JSON.stringify(given)}, is told to staff as ${JSON.stringify(shown)}`, () => {
    assert.equal(hintForStaff(code, given), shown);
  });
}
