import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createLogger } from '../../src/logger.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { startMetricsServer } from '../../src/metrics/metrics-server.js';
import type { StoreCounts } from '../../src/store/store-counts.js';
import { listen } from '../../src/web/listen.js';
import { createWeb } from '../../src/web/web.js';
import { ask, poll, pullAll, until } from '../helpers/poll.js';
import { makeStore, openSession } from '../helpers/store.js';

const COUNTS: StoreCounts = {
  sessions: [
    { state: 'serving', count: 1 },
    { state: 'closed', count: 4 },
  ],
  imports: [{ outcome: 'handed_over', count: 3 }],
  rejects: [{ code: 'email', count: 7 }],
  jobs: [{ kind: 'reconcile', state: 'done', count: 2 }],
  notices: [{ channel: 'mail', state: 'sent', count: 5 }],
};

async function serve(t: TestContext, countAll: () => Promise<StoreCounts>) {
  const metrics = createMetrics({ countAll });
  const server = await startMetricsServer(metrics, 0);
  t.after(() => server.close());
  const url = `http://127.0.0.1:${server.port}`;
  return { metrics, url, read: async () => (await ask(`${url}/metrics`)).body };
}

test('GET /metrics answers in the format of Prometheus, and there is nothing else', async (t) => {
  const { url } = await serve(t, () => Promise.resolve(COUNTS));
  const { status, headers, body } = await ask(`${url}/metrics`);
  assert.equal(status, 200);
  assert.match(headers['content-type'] ?? '', /^text\/plain; version=0\.0\.4/);
  for (const line of [
    'clientferry_store_up 1',
    'clientferry_sessions{state="serving"} 1',
    'clientferry_sessions{state="closed"} 4',
    'clientferry_imports{outcome="handed_over"} 3',
    'clientferry_rejected_records{code="email"} 7',
    'clientferry_jobs{kind="reconcile",state="done"} 2',
    'clientferry_notices{channel="mail",state="sent"} 5',
  ])
    assert.ok(body.split('\n').includes(line), line);
  assert.match(body, /^nodejs_eventloop_lag_p99_seconds \S+$/m);
  assert.match(body, /^process_resident_memory_bytes \d+$/m);
  for (const path of ['/', '/metrics/', '/metrics?x=1', '/healthz', '/debug', '//metrics'])
    assert.equal((await ask(`${url}${path}`)).status, 404, path);
  for (const method of ['POST', 'HEAD', 'OPTIONS', 'DELETE'])
    assert.equal((await ask(`${url}/metrics`, { method })).status, 404, method);
});

test('the store is asked at most once in five seconds, however often the figures are read', async (t) => {
  let asked = 0;
  const { read } = await serve(t, () => {
    asked += 1;
    return Promise.resolve(COUNTS);
  });
  await Promise.all(Array.from({ length: 10 }, read));
  assert.equal(asked, 1);
});

test('while the store cannot be read, the rest is told and old counts are not', async (t) => {
  const { read } = await serve(t, () => Promise.reject(new Error('Ada Canary is away')));
  const body = await read();
  assert.match(body, /^clientferry_store_up 0$/m);
  assert.match(body, /^nodejs_eventloop_lag_p99_seconds /m);
  assert.doesNotMatch(body, /^clientferry_sessions\{|Canary/m);
});

test('what the CRM reports is counted by result', async (t) => {
  const { metrics, read } = await serve(t, () => Promise.resolve(COUNTS));
  metrics.observeReport({ created: { count: 3 }, failed: { count: 1 }, skipped: { count: 0 } });
  metrics.observeReport({ created: { count: 2 } });
  const body = await read();
  assert.match(body, /^clientferry_client_results_total\{result="created"\} 5$/m);
  assert.match(body, /^clientferry_client_results_total\{result="failed"\} 1$/m);
});

test('polls are counted by status with their time, whichever way they come, and no label names anybody', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 95, 'canary-business', {
    session: { staffUid: 'canary-staff' },
  });
  const { metrics, read } = await serve(t, () => store.countAll());
  const web = createWeb({
    ...{ store, logger: createLogger('error'), isOpen: true, secrets: [], graceMs: 60_000 },
    ...{ now: () => new Date(), checkReadiness: () => store.check() },
    observePoll: metrics.observePoll,
  });
  const listening = await listen(web, '127.0.0.1', 0);
  t.after(() => listening.stop(0));
  const at = (path: string) => `http://127.0.0.1:${listening.port}${path}`;
  const params = { business_uid: 'canary-business', staff_uid: 'canary-staff' };
  const first = { ...params, page: 1, per_page: 40 };
  await poll(at('/App/clients/export'), first);
  await poll(at('/app/clients/export'), { ...params, page: 2, per_page: 30 });
  await pullAll(at('/app/clients/export'), 40, params);
  let body = '';
  await until('all polls are counted', async () => {
    body = await read();
    return /^clientferry_poll_duration_seconds_count 6$/m.test(body);
  });
  assert.match(body, /^clientferry_polls_total\{status="200",whole="true"\} 5$/m);
  assert.match(body, /^clientferry_polls_total\{status="409",whole="true"\} 1$/m);
  assert.match(body, /^clientferry_clients_sent_total 135$/m);
  for (const name of ['canary', session.id, session.batchId, 'Ada', 'example.com'])
    assert.ok(!body.includes(name), name);
});

test('a port that is taken is refused', async (t) => {
  const { url } = await serve(t, () => Promise.resolve(COUNTS));
  const again = startMetricsServer({ write: () => assert.fail() }, Number(new URL(url).port));
  await assert.rejects(again, { code: 'port_unusable' });
});
