import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { subscribeReports } from '../../src/results/subscribe-reports.js';
import type { WebhookHost } from '../../src/results/webhook-host.js';

const OURS = 'https://ferry.example.org';
const [NEW, OLD, OLDER] = ['n', 'o', 'p'].map((letter) => letter.repeat(24));

/** A host that holds these addresses. */
function createHost(urls: string[]): WebhookHost {
  return {
    subscribe: (_event, url) => {
      if (urls.includes(url)) return Promise.resolve('already');
      urls.push(url);
      return Promise.resolve('subscribed');
    },
    list: (event) => Promise.resolve(urls.map((url) => ({ event, url }))),
    unsubscribe: (_event, url) => {
      urls.splice(urls.indexOf(url), 1);
      return Promise.resolve();
    },
  };
}

const addressOf = (secret = '') => `${OURS}/host/${secret}/webhooks/intandem`;

test('subscribeReports subscribes under the first secret and takes back addresses whose secret is over', async () => {
  const others = ['https://other.example.org/host/x/webhooks/intandem', `${OURS}/else`];
  const urls = [...others, addressOf(OLD), addressOf(OLDER)];
  const host = createHost(urls);
  const address = { publicUrl: OURS, secrets: [NEW ?? '', OLD ?? ''] };
  assert.deepEqual(await subscribeReports(host, address), {
    ...{ state: 'subscribed', problem: undefined, forgotten: 1 },
  });
  assert.deepEqual(urls, [...others, addressOf(OLD), addressOf(NEW)]);
  assert.equal((await subscribeReports(host, address)).state, 'already');
});

test('subscribeReports says in words why it could not, and never an address', async () => {
  const host = createHost([]);
  const refusing = {
    ...host,
    subscribe: () => Promise.reject(new FerryError('host_refused', 'The CRM refused.')),
  };
  const secrets = [NEW ?? ''];
  const told = await subscribeReports(refusing, { publicUrl: OURS, secrets });
  assert.equal(told.state, 'not_subscribed');
  const { problem = '' } = told;
  assert.ok(problem.includes('The CRM refused.'));
  assert.ok(!problem.includes(OURS));
  const unnamed = await subscribeReports(host, { publicUrl: undefined, secrets });
  assert.equal(unnamed.state, 'not_subscribed');
});
