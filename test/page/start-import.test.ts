import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, type Api } from '../../src/page/api/api.js';
import { findRunning, reasonIn, startImport } from '../../src/page/import/start-import.js';

const REQUEST = { batch_uid: 'b_1', override: false, send_email: true, rejects: 'leave' } as const;

/** An API that answers the declaration in one way and lists these sessions. */
function apiWith(post: () => unknown, sessions: unknown): Pick<Api, 'post' | 'get'> {
  return {
    post: async <T>() => Promise.resolve(post() as T),
    get: async <T>() => {
      if (sessions instanceof Error) throw sessions;
      return Promise.resolve({ sessions } as T);
    },
  };
}

const refuse = (code: string) => () => {
  throw new ApiError(code, 502, 'No.');
};
const running = { uid: 's_2', batch_uid: 'b_1', outcome: null };
const ended = { uid: 's_1', batch_uid: 'b_1', outcome: 'failure' };

test('startImport gives the uid of the session that began', async () => {
  const api = apiWith(() => ({ session: { uid: 's_9' }, warnings: [] }), []);
  assert.equal(await startImport(api, REQUEST), 's_9');
});

test('startImport leads to the session that may have begun after an unclear answer', async () => {
  for (const code of ['host_unclear', 'unreachable', 'internal']) {
    const api = apiWith(refuse(code), [running, ended]);
    assert.equal(await startImport(api, REQUEST), 's_2');
  }
});

test('startImport throws the refusal when nothing began or nothing can be known', async () => {
  const unclear = { name: 'ApiError', code: 'host_unclear' };
  await assert.rejects(startImport(apiWith(refuse('host_unclear'), [ended]), REQUEST), unclear);
  const down = new ApiError('unreachable', 0, 'Down.');
  await assert.rejects(startImport(apiWith(refuse('host_unclear'), down), REQUEST), unclear);
  await assert.rejects(startImport(apiWith(refuse('host_refused'), [running]), REQUEST), {
    code: 'host_refused',
  });
});

test('findRunning passes over sessions that have ended and, when asked for one batch, those of others', async () => {
  const api = apiWith(refuse('internal'), [{ ...running, batch_uid: 'b_2' }, ended]);
  assert.equal((await findRunning(api))?.uid, 's_2');
  assert.equal(await findRunning(api, 'b_1'), undefined);
});

test("reasonIn finds the CRM's own words in our sentence", () => {
  const said = 'The CRM refused the declaration (422): "The app is not installed".';
  assert.equal(reasonIn(said), 'The app is not installed');
  assert.equal(
    reasonIn('The CRM refused the declaration (404).'),
    'The CRM refused the declaration (404).',
  );
});
