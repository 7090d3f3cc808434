import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestReport, parseReport } from '../../src/results/parse-report.js';
import { hookBody, idsFrom, reportOf } from './reports.js';

const refused = { code: 'report_invalid' };

function bodyWith(data: Record<string, unknown>): Record<string, unknown> {
  const body = hookBody({ page: 1, created: ['1'] });
  return { ...body, data: { ...(body['data'] as object), ...data } };
}

for (const [what, body] of Object.entries({
  'no object': 'done',
  nothing: undefined,
  'a list': [],
  'no event': { data: {} },
  'an event without data': { entity_name: 'bulk_import', event_type: 'done' },
  'counts in the wrong place': {
    entity_name: 'bulk_import',
    event_type: 'done',
    data: { session_id: '1', created: { count: 1, external_ids: [] } },
  },
  'an id that is an object': bodyWith({
    clients_import_status: { created: { count: 1, external_ids: [{ id: 1 }] } },
  }),
  'a count below zero': bodyWith({ clients_import_status: { created: { count: -1 } } }),
  'more ids than a session carries': bodyWith({
    clients_import_status: { created: { count: 50_001, external_ids: idsFrom(1, 50_001) } },
  }),
  'a page that is none': bodyWith({ page: 'first' }),
}))
  test(`parseReport refuses ${what}`, () => {
    assert.throws(() => parseReport(body), refused);
  });

test('parseReport never repeats what it refuses', () => {
  const body = bodyWith({
    clients_import_status: { created: { count: 1, external_ids: [{ mail: 'noa@example.org' }] } },
  });
  assert.throws(
    () => parseReport(body),
    (error: Error) => !error.message.includes('noa@example.org'),
  );
});

test('parseReport reads the sample of the contract, ids as text', () => {
  const body = bodyWith({
    session_id: '5f0c2b9e-8a41-4d0f-9a57-3f2f0d1c7b10',
    clients_import_status: {
      created: { count: 2, external_ids: [1042, 1043] },
      updated: { count: 0, external_ids: [] },
      skipped: { count: 1, external_ids: ['01044'] },
      failed: { count: 0, external_ids: [] },
    },
  });
  assert.deepEqual(
    parseReport(body),
    reportOf({
      hostSessionId: '5f0c2b9e-8a41-4d0f-9a57-3f2f0d1c7b10',
      page: 1,
      created: ['1042', '1043'],
      skipped: ['01044'],
    }),
  );
});

for (const [given, read] of [
  [null, undefined],
  [undefined, undefined],
  [77, '77'],
  ['77', '77'],
])
  test(`parseReport reads the session id ${String(given)} (${typeof given}) as ${String(read)}`, () => {
    assert.equal(parseReport(bodyWith({ session_id: given }))?.hostSessionId, read);
  });

test('parseReport takes what the host has none of as none, and 50,000 ids', () => {
  const status = {
    created: { external_ids: idsFrom(1, 50_000) },
    failed: { count: 3 },
    updated: null,
  };
  const report = parseReport(bodyWith({ clients_import_status: status }));
  assert.equal(report?.clients.created.count, 50_000);
  assert.deepEqual(report.clients.failed, { count: 3, externalIds: [] });
  assert.deepEqual(report.clients.skipped, { count: 0, externalIds: [] });
});

test('parseReport passes over other events and other entities', () => {
  assert.equal(parseReport({ entity_name: 'client', event_type: 'created', data: {} }), undefined);
  assert.equal(parseReport(bodyWith({ processed_entity: 'matters' })), undefined);
});

test('digestReport is the same whatever the order of ids, and another for every other content', () => {
  const digest = (plan: Parameters<typeof reportOf>[0], session?: string) =>
    digestReport(reportOf(plan), session);
  const one = digest({ page: 1, created: ['1', '2'] }, 's1');
  assert.equal(digest({ page: 1, created: ['2', '1'] }, 's1'), one);
  const others = [
    digest({ page: 2, created: ['1', '2'] }, 's1'),
    digest({ page: 1, updated: ['1', '2'] }, 's1'),
    digest({ page: 1, created: ['12'] }, 's1'),
    digest({ page: 1, created: 2 }, 's1'),
    digest({ page: 1, created: ['1', '2'], importDone: true }, 's1'),
    digest({ page: 1, created: ['1', '2'], hostSessionId: 's1' }, 's1'),
    digest({ page: 1, created: ['1', '2'] }, 's2'),
    digest({ page: 1, created: ['1', '2'] }),
  ];
  assert.equal(new Set([one, ...others]).size, others.length + 1);
});

test('digestReport of a named session does not depend on whether we know it', () => {
  const report = reportOf({ hostSessionId: '7', page: 1, created: ['1'] });
  assert.equal(digestReport(report, 's1'), digestReport(report, undefined));
});
