import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileNameOf } from '../../src/page/api/file-name.js';
import { refusalOf } from '../../src/page/api/refusal.js';
import { readEvents } from '../../src/page/api/sse.js';
import { createTokenDesk } from '../../src/page/api/token-desk.js';
import { createUploads } from '../../src/page/file/uploads.js';
import { makeDraft } from './wire-samples.js';

async function* inPieces(...pieces: string[]): AsyncGenerator<string> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

async function eventsOf(...pieces: string[]): Promise<string[]> {
  const events: string[] = [];
  for await (const event of readEvents(inPieces(...pieces))) events.push(event);
  return events;
}

test('events are read whatever the pieces and line ends', async () => {
  const stream = ': still here\r\n\r\ndata: {"a":1}\r\n\r\nid: 7\ndata:one\ndata: two\n\ndata: cut';
  assert.deepEqual(await eventsOf(stream), ['{"a":1}', 'one\ntwo']);
  assert.deepEqual(await eventsOf(...stream.split(/(?:)/u)), ['{"a":1}', 'one\ntwo']);
});

test('a download is named as the server says, in any script', () => {
  assert.equal(
    fileNameOf(`attachment; filename="x.csv"; filename*=UTF-8''%D7%A9%20a.csv`),
    'ש a.csv',
  );
  assert.equal(fileNameOf('attachment; filename="a \\"b\\".csv"'), 'a "b".csv');
  assert.equal(fileNameOf(`attachment; filename="x.csv"; filename*=UTF-8''%E0%A4`), 'x.csv');
  assert.equal(fileNameOf(null), undefined);
});

test('a refusal keeps its code, and a gateway without one means unreachable', () => {
  const body = JSON.stringify({ error: { code: 'draft_busy', message: 'Busy.', hint: 'Wait.' } });
  const refusal = refusalOf(409, body);
  assert.deepEqual([refusal.code, refusal.status, refusal.hint], ['draft_busy', 409, 'Wait.']);
  assert.equal(refusalOf(502, '<html>').code, 'unreachable');
  assert.equal(refusalOf(500, '').code, 'internal');
});

test('calls that were refused together wait for one sign-in', async () => {
  let given = 0;
  const desk = createTokenDesk({
    exchange: () => Promise.resolve({ token: `t${++given}`, expires_at: farAway() }),
    renew: () => Promise.reject(new Error('not now')),
    now: Date.now,
  });
  await desk.signIn({ jws: 'a' });
  const waiting = Promise.all([desk.askAgain('t1'), desk.askAgain('t1')]);
  assert.equal(desk.state.get(), 'over');
  await desk.signIn({ code: 'b' });
  await waiting;
  assert.equal(desk.token(), 't2');
  await desk.askAgain('t1');
  assert.equal(desk.state.get(), 'in');
  desk.close();
});

test('uploads go one after the other, and one too large fails before it leaves', async () => {
  const sent: string[] = [];
  const uploads = createUploads({
    upload: async <T>(_path: string, file: File) => {
      sent.push(file.name);
      await Promise.resolve();
      return makeDraft('d') as T;
    },
  });
  const files = [
    new File(['a'], 'a.csv'),
    new File(['x'.repeat(9)], 'big.csv'),
    new File([], 'b.csv'),
  ];
  await new Promise<void>((resolve) => {
    let drafts = 0;
    const onDraft = (): void => {
      if (++drafts === 2) resolve();
    };
    uploads.add({ draftUid: 'd', files, maxBytes: 5, onDraft });
    assert.deepEqual(sent, []);
  });
  assert.deepEqual(sent, ['a.csv', 'b.csv']);
  const [left] = uploads.list.get().filter((upload) => upload.state === 'failed');
  assert.equal((left?.error as { code?: string }).code, 'file_too_large');
});

const farAway = (): string => new Date(Date.now() + 3_600_000).toISOString();
