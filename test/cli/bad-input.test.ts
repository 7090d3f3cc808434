import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { accept, startFakeHost } from '../helpers/fake-host.js';
import { plainList } from '../helpers/lists.js';
import { startProgram } from '../helpers/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

async function run(
  t: TestContext,
  dataDir: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  const program = startProgram(t, dataDir, args, env);
  const { code } = await program.exited;
  return { code, out: program.output(), err: program.errors() };
}

/** One sentence with `Error:`, one hint, no stack. */
function assertPlain({ err }: Ran): void {
  assert.match(err, /^Error: .+\.\n( {2}.+\n)?$/m);
  assert.doesNotMatch(err, /\n {4}at /);
}

const FILES: { what: string; name: string; bytes: string | Buffer; code: number; says: RegExp }[] =
  [
    {
      what: 'an empty file',
      name: 'empty.csv',
      bytes: '',
      code: 1,
      says: /empty\.csv holds nothing/,
    },
    {
      what: 'a header only',
      name: 'h.csv',
      bytes: 'First name\n',
      code: 1,
      says: /h\.csv holds a header and no record/,
    },
    {
      what: 'a binary renamed',
      name: 'photo.csv',
      bytes: Buffer.from('89504e470d0a1a0a0000000d', 'hex'),
      code: 1,
      says: /photo\.csv looks like a PNG/,
    },
    {
      what: 'a quote that is never closed',
      name: 'q.csv',
      bytes: 'First name,Notes\nNoa,fine\nMira,"open\nIdris,x\n',
      code: 1,
      says: /q\.csv, line 3: a quote opens a cell there and is never closed/,
    },
    {
      what: 'no usable column',
      name: 'n.csv',
      bytes: 'Colour,Size\nred,4\n',
      code: 1,
      says: /n\.csv: No column .* client's name.*; found: "Colour", "Size"/,
    },
  ];

for (const { what, name, bytes, code, says } of FILES) {
  test(`stage refuses ${what} in one sentence and leaves nothing behind`, async (t) => {
    const dataDir = makeTempDir(t);
    writeFileSync(join(dataDir, name), bytes);
    const ran = await run(t, dataDir, ['stage', name, '--business', 'b1']);
    assert.equal(ran.code, code);
    assert.match(ran.err, says);
    assertPlain(ran);
    assert.equal(ran.out, '');
    assert.deepEqual(readdirSync(join(dataDir, 'batches')), []);
  });
}

test('stage says that a file is not there, and exits with 4', async (t) => {
  const ran = await run(t, makeTempDir(t), ['stage', 'nowhere.csv', '--business', 'b1']);
  assert.equal(ran.code, 4);
  assert.match(ran.err, /There is no file at nowhere\.csv/);
  assertPlain(ran);
});

/** Stages a list and gives the batch's id. */
async function stage(t: TestContext, dataDir: string, csv = plainList(3)): Promise<string> {
  writeFileSync(join(dataDir, 'clients.csv'), csv);
  const ran = await run(t, dataDir, ['stage', 'clients.csv', '--business', 'b1', '--json']);
  assert.equal(ran.code, 0, ran.err);
  return (JSON.parse(ran.out) as { staged: { batch: { id: string } } }).staged.batch.id;
}

const declareArgs = (batch: string, business = 'b1') => [
  'declare',
  '--business',
  business,
  '--batch',
  batch,
];

test('declare refuses an unknown batch, a batch of another business and an empty batch', async (t) => {
  const dataDir = makeTempDir(t);
  const empty = await stage(t, dataDir, 'First name,Last name\n,Brandt\n');
  const batch = await stage(t, dataDir);
  for (const [args, code, says] of [
    [declareArgs('b_none'), 4, /There is no batch b_none/],
    [declareArgs(batch, 'b2'), 4, /was not staged for the business b2/],
    [declareArgs(empty), 1, /holds no client: all its records were rejected/],
  ] as const) {
    const ran = await run(t, dataDir, args);
    assert.equal(ran.code, code);
    assert.match(ran.err, says);
    assertPlain(ran);
  }
  const sessions = await run(t, dataDir, ['sessions', '--json']);
  assert.deepEqual(JSON.parse(sessions.out), { version: 1, sessions: [] });
});

test('declare refuses a second declaration while one is open, and exits with 5', async (t) => {
  const dataDir = makeTempDir(t);
  const batch = await stage(t, dataDir);
  const host = await startFakeHost(t, accept);
  const env = { INTANDEM_API_URL: host.url, INTANDEM_STAFF_TOKEN: 'token' };
  assert.equal((await run(t, dataDir, declareArgs(batch), env)).code, 0);
  const second = await run(t, dataDir, declareArgs(batch), env);
  assert.equal(second.code, 5);
  assert.match(second.err, /The business b1 has an open session already: s_/);
  assertPlain(second);
});

const ANSWERS: { status: number; body: string; says: RegExp; state: string }[] = [
  {
    status: 401,
    body: '{"success":false,"errors":[{"code":"unauthorized","message":"401 Unauthorized"}]}',
    says: /refused the declaration \(401\): "401 Unauthorized"\.\n {2}Check INTANDEM_STAFF_TOKEN/,
    state: 'failed',
  },
  {
    status: 422,
    body: '{"success":false,"errors":[{"code":"invalid","message":"not installed"}]}',
    says: /refused the declaration \(422\): "not installed"/,
    state: 'failed',
  },
  {
    status: 500,
    body: '{"success":false,"errors":[{"code":"unexpected","message":"oops"}]}',
    says: /an error of its own \(500\): "oops"/,
    state: 'unknown',
  },
  {
    status: 200,
    body: '<html>Bad Gateway</html>',
    says: /cannot be read \(status 200\)/,
    state: 'unknown',
  },
  { status: 200, body: '', says: /cannot be read \(status 200\)/, state: 'unknown' },
];

for (const { status, body, says, state } of ANSWERS) {
  test(`declare tells plainly that the host answered ${String(status)} ${body.slice(0, 12)}, and the session is ${state}`, async (t) => {
    const dataDir = makeTempDir(t);
    const batch = await stage(t, dataDir);
    const server = createServer((req, res) => {
      req.resume();
      res.writeHead(req.method === 'POST' ? status : 404).end(req.method === 'POST' ? body : '{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const { port } = server.address() as { port: number };
    const env = { INTANDEM_API_URL: `http://127.0.0.1:${String(port)}` };
    const ran = await run(t, dataDir, declareArgs(batch), env);
    assert.equal(ran.code, 1);
    assert.match(ran.err, says);
    assertPlain(ran);
    const sessions = await run(t, dataDir, ['sessions', '--json']);
    assert.equal(
      (JSON.parse(sessions.out) as { sessions: { state: string }[] }).sessions[0]?.state,
      state,
    );
  });
}

test('declare tells that the host cannot be reached, and the session has failed', async (t) => {
  const dataDir = makeTempDir(t);
  const batch = await stage(t, dataDir);
  const ran = await run(t, dataDir, declareArgs(batch), { INTANDEM_API_URL: 'http://127.0.0.1:1' });
  assert.equal(ran.code, 1);
  assert.match(ran.err, /The CRM at http:\/\/127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/);
  assertPlain(ran);
});

test('a wrong environment is told whole, at once, with exit code 2', async (t) => {
  const ran = await run(t, makeTempDir(t), ['serve'], {
    PORT: 'x',
    LOG_LEVEL: 'loud',
    EXPORT_SECRET: 'short',
  });
  assert.equal(ran.code, 2);
  assert.match(
    ran.err,
    /PORT is not a whole number; EXPORT_SECRET needs at least 22 .*; LOG_LEVEL is not one of/,
  );
  assertPlain(ran);
});

test('serve refuses a public address without a secret, and a port that is taken', async (t) => {
  const dataDir = makeTempDir(t);
  const open = await run(t, dataDir, ['serve'], { HOST: '0.0.0.0' });
  assert.equal(open.code, 2);
  assert.match(open.err, /without EXPORT_SECRET anybody could read client lists/);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const taken = await run(t, dataDir, ['serve', '--port', String(port)]);
  assert.equal(taken.code, 1);
  assert.match(taken.err, /another program listens there already/);
  assertPlain(taken);
});

test('an unknown command or option exits with 2 and suggests the right one', async (t) => {
  const dataDir = makeTempDir(t);
  const command = await run(t, dataDir, ['stag']);
  assert.equal(command.code, 2);
  assert.match(command.err, /Did you mean stage\?/);
  const option = await run(t, dataDir, ['stage', 'x.csv', '--business', 'b1', '--limt', '3']);
  assert.equal(option.code, 2);
  assert.match(option.err, /Did you mean --limit\?/);
});
