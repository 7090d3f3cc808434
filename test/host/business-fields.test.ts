import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHostClient } from '../../src/host/host-client.js';
import { answer, startFakeHost, type Behaviour } from '../helpers/fake-host.js';

const field = (id: number | string, more: Record<string, unknown> = {}) => ({
  id,
  type: 'text',
  label: `Field ${id}`,
  ...more,
});

const clientOf = (apiUrl: string, staffToken: string | undefined = 'a-token') =>
  createHostClient({ apiUrl, appCode: 'clientferry', staffToken, timeoutMs: 1_000 });

const ENVELOPES: Record<string, (fields: unknown[]) => unknown> = {
  'data as the array itself': (fields) => ({ status: 'OK', data: fields }),
  'data.fields': (fields) => ({ success: true, data: { fields } }),
};

for (const [what, wrap] of Object.entries(ENVELOPES)) {
  test(`listFields reads ${what}, with the token, and leaves deleted fields out`, async (t) => {
    const body = wrap([field(1), field('x2'), field(3, { deleted: true })]);
    const host = await startFakeHost(t, answer(200, body));
    const fields = await clientOf(host.url).listFields();
    assert.deepEqual(
      fields?.map(({ id }) => id),
      ['1', 'x2'],
    );
    assert.equal(host.calls[0]?.headers.authorization, 'Bearer a-token');
    assert.equal(host.calls[0].path, '/platform/v1/fields');
  });
}

const many = Array.from({ length: 250 }, (_, at) => field(at + 1));

test('listFields reads every page', async (t) => {
  const paged: Behaviour = (res, call) => {
    const from = (Number(call.query.get('page')) - 1) * 100;
    return answer(200, { data: many.slice(from, from + 100) })(res, call);
  };
  const host = await startFakeHost(t, paged);
  assert.equal((await clientOf(host.url).listFields())?.length, 250);
  assert.equal(host.calls.length, 3);
});

test('listFields ends when the host ignores paging and sends the whole list every time', async (t) => {
  const host = await startFakeHost(t, answer(200, { data: many }));
  assert.equal((await clientOf(host.url).listFields())?.length, 250);
  assert.equal(host.calls.length, 2);
});

test('listFields asks nothing without a token', async (t) => {
  const host = await startFakeHost(t, answer(200, { data: many }));
  const client = createHostClient({
    apiUrl: host.url,
    appCode: 'clientferry',
    staffToken: undefined,
    timeoutMs: 1_000,
  });
  assert.equal(await client.listFields(), undefined);
  assert.equal(host.calls.length, 0);
});

test('listFields tries a busy host again', async (t) => {
  const host = await startFakeHost(t, [answer(503, ''), answer(200, { data: [field(1)] })]);
  assert.equal((await clientOf(host.url).listFields())?.length, 1);
  assert.equal(host.calls.length, 2);
});

for (const [what, behaviour] of Object.entries({
  'refuses the token': answer(401, { error: 'no' }),
  'sends HTML': answer(200, '<html></html>'),
  'sends another shape': answer(200, { data: [{ id: 1 }] }),
})) {
  test(`listFields is undefined when the host ${what}`, async (t) => {
    const host = await startFakeHost(t, behaviour);
    assert.equal(await clientOf(host.url).listFields(), undefined);
    assert.equal(host.calls.length, 1);
  });
}
