import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { allowLongBody } from '../../src/web/body-time.js';
import { listen } from '../../src/web/listen.js';
import { until } from '../helpers/poll.js';
import type { Cleaner } from '../helpers/temp-dir.js';

const QUIET_MS = 200;

async function serve(t: Cleaner, app: RequestListener): Promise<{ port: number; url: string }> {
  const listening = await listen(app, '127.0.0.1', 0, { quietMs: QUIET_MS });
  t.after(() => listening.stop(0));
  const { port } = listening;
  return { port, url: `http://127.0.0.1:${port}/` };
}

/** A connection that has sent this and reads nothing. */
async function connectTo(t: Cleaner, port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  socket.write(text);
  return socket;
}

test('an answer that takes longer than a connection may be quiet comes all the same', async (t) => {
  const { url } = await serve(t, (req, res) => {
    req.resume();
    void pause(4 * QUIET_MS).then(async () => {
      res.write('the first half, ');
      await pause(4 * QUIET_MS);
      res.end('the second half');
    });
  });
  for (const init of [{}, { method: 'POST', body: 'a body' }])
    assert.equal(await (await fetch(url, init)).text(), 'the first half, the second half');
});

test('R33: what is cut when the grace is over is known to be cut before stopping has ended', async () => {
  const told: string[] = [];
  let asked = 0;
  const listening = await listen(
    (_req, res) => {
      asked++;
      res.once('close', () => told.push('cut'));
    },
    '127.0.0.1',
    0,
  );
  const asking = Array.from({ length: 20 }, () =>
    assert.rejects(fetch(`http://127.0.0.1:${listening.port}/`)),
  );
  await until('all are asked', () => asked === asking.length);
  await listening.stop(0);
  assert.equal(told.length, asking.length);
  await Promise.all(asking);
});

test('R31: who does not read the answer is cut, at once or after we have worked for long', async (t) => {
  const closed: string[] = [];
  const { port } = await serve(t, (req, res) => {
    res.once('close', () => closed.push(req.url ?? ''));
    const answer = () => res.end(Buffer.alloc(32 * 1024 ** 2));
    if (req.url === '/slow') void pause(3 * QUIET_MS).then(answer);
    else answer();
  });
  for (const path of ['/quick', '/slow'])
    await connectTo(t, port, `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`);
  await until('both are cut', () => closed.length === 2);
  assert.deepEqual(closed, ['/quick', '/slow']);
});

test('R31: a connection that brings no request is cut', async (t) => {
  const { port } = await serve(t, (_req, res) => res.end());
  for (const text of ['', 'GET / HTTP/1.1\r\nhost']) {
    const socket = await connectTo(t, port, text);
    socket.resume();
    await once(socket, 'close');
  }
});

test('R31: an upload is cut once it has brought nothing for the whole time, and not before', async (t) => {
  const idleMs = 1_000;
  const listening = await listen(
    (req, res) => {
      allowLongBody(req, { idleMs, wholeMs: 60_000 });
      req.on('error', () => undefined).resume();
      req.on('end', () => res.end('taken'));
    },
    '127.0.0.1',
    0,
  );
  t.after(() => listening.stop(0));
  const { port } = listening;
  const head = 'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n';
  const pausing = await connectTo(t, port, head);
  let text = '';
  pausing.on('data', (piece: Buffer) => (text += piece.toString())).resume();
  // From just before a look to just before another: a silence of most of the time, wherever it begins.
  await pause(0.48 * idleMs);
  pausing.write('1\r\nb\r\n');
  await pause(0.7 * idleMs);
  pausing.write('0\r\n\r\n');
  await until('it is taken', () => text.includes('taken'));

  const silent = await connectTo(t, port, head);
  silent.resume();
  const beganMs = performance.now();
  await once(silent, 'close');
  const tookMs = performance.now() - beganMs;
  assert.ok(tookMs > 0.9 * idleMs && tookMs < 5 * idleMs, String(tookMs));
});
