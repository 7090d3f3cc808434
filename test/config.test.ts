import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONFIG_KEYS, loadConfig } from '../src/config.js';
import { FerryError } from '../src/errors.js';

const SECRET = 'a'.repeat(22);

/** The message with which an environment is refused. */
function refusalOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    assert.ok(error instanceof FerryError);
    assert.equal(error.code, 'config_invalid');
    assert.ok(error.hint);
    return error.message;
  }
  return '';
}

test('every problem of an environment is told at once, by its key', () => {
  const wrong = {
    PORT: '65536',
    PUBLIC_URL: 'ftp://example.org',
    EXPORT_SECRET: 'short',
    EXPORT_OPEN: 'yes',
    INTANDEM_API_URL: 'example.org',
    INTANDEM_APP_CODE: 'client ferry',
    HOST_TIMEOUT_MS: '99',
    QUIET_MINUTES: '1.5',
    GRACE_MINUTES: '-1',
    LOG_LEVEL: 'loud',
  };
  const message = refusalOf(wrong);
  for (const key of Object.keys(wrong)) assert.match(message, new RegExp(`\\b${key} `), key);
  assert.ok(!message.includes('\n'));
});

test('a refused secret is not told', () => {
  assert.ok(!refusalOf({ EXPORT_SECRET: 'canary!' }).includes('canary'));
});

for (const [key, values] of [
  ['PORT', ['x', '-1', '1e3', '0x10', '4400.0', ' 4400', '99999999999']],
  ['PUBLIC_URL', ['example.org', 'javascript:alert(1)', '//example.org']],
  ['EXPORT_SECRET', ['a'.repeat(21), 'a'.repeat(201), `${SECRET}/`, `${SECRET},`, 'é'.repeat(30)]],
  ['TRUSTED_PROXIES', ['proxy.example.com', '10.0.0.0/33', '::1/129', '10.0.0.1/', '10.0.0/8']],
  ['EXPORT_OPEN', ['1', 'TRUE', 'on']],
  ['INTANDEM_API_URL', ['api.vcita.biz', 'http://api.vcita.biz', 'http://127.0.0.1.example.org']],
  ['NOTICE_WEBHOOK_URL', ['example', 'ftp://example.org', 'https://ada@example.org']],
  ['HOST_TIMEOUT_MS', ['0', '120001']],
  ['QUIET_MINUTES', ['1441']],
  ['INTANDEM_APP_CODE', ['a-b', 'a/b']],
] as const) {
  test(`${key} is refused when it is ${values.map((value) => value.slice(0, 24)).join(', ')}`, () => {
    for (const value of values) assert.match(refusalOf({ [key]: value }), new RegExp(key), value);
  });
}

test('S7: the CRM is asked over https, but for one on this machine', () => {
  assert.match(refusalOf({ INTANDEM_API_URL: 'http://10.0.0.7' }), /INTANDEM_API_URL is not https/);
  for (const url of ['https://10.0.0.7', 'http://127.0.0.1:4500', 'http://localhost:4500'])
    assert.equal(loadConfig({ INTANDEM_API_URL: url }).intandem.apiUrl, url);
});

test('three secrets are too many', () => {
  assert.match(refusalOf({ EXPORT_SECRET: `${SECRET},${SECRET}b,${SECRET}c` }), /more than two/);
});

test('without an environment the defaults stand: loopback, no secret, nothing open', () => {
  assert.deepEqual(loadConfig({}), {
    host: '127.0.0.1',
    port: 4400,
    publicUrl: undefined,
    trustedProxies: [],
    dataDir: './var',
    database: undefined,
    exportSecrets: [],
    exportOpen: false,
    intandem: {
      apiUrl: 'https://api.vcita.biz',
      appCode: 'clientferry',
      staffToken: undefined,
      clientId: undefined,
      clientSecret: undefined,
      timeoutMs: 10_000,
      requestsPerSecond: 6,
    },
    brandHosts: ['https://app.vcita.com'],
    frameAncestors: ['https://app.vcita.com'],
    tokenKey: undefined,
    roles: new Map([
      ['owner', 'admin'],
      ['admin', 'admin'],
      ['*', 'import'],
    ]),
    uploadMaxBytes: 200_000_000,
    draftMs: 7 * 24 * 60 * 60_000,
    retentionMs: 7 * 24 * 60 * 60_000,
    wipeWhenDone: false,
    notices: { mail: undefined, webhook: undefined, supportContact: undefined },
    metricsPort: undefined,
    reading: { region: undefined, zone: 'UTC' },
    matters: { form: 'nested', key: 'matters' },
    quietMs: 600_000,
    graceMs: 900_000,
    logLevel: 'info',
  });
});

test('empty and blank values count as not set', () => {
  const empty = Object.fromEntries(CONFIG_KEYS.map((key, at) => [key, ' '.repeat(at % 2)]));
  assert.deepEqual(loadConfig(empty), loadConfig({}));
});

test('values are read as they are meant: numbers, minutes, addresses without a slash at the end, two secrets', () => {
  const config = loadConfig({
    PORT: '0',
    PUBLIC_URL: 'https://ferry.example.org/base//',
    TRUSTED_PROXIES: '10.0.0.5, 10.1.0.0/16 ::1',
    EXPORT_SECRET: `${SECRET}, ${SECRET}b`,
    EXPORT_OPEN: 'true',
    INTANDEM_API_URL: 'http://127.0.0.1:4500/',
    INTANDEM_STAFF_TOKEN: 'token',
    QUIET_MINUTES: '0',
    GRACE_MINUTES: '2',
    PATH: '/usr/bin',
  });
  assert.equal(config.port, 0);
  assert.equal(config.publicUrl, 'https://ferry.example.org/base');
  assert.deepEqual(config.trustedProxies, ['10.0.0.5', '10.1.0.0/16', '::1']);
  assert.deepEqual(config.exportSecrets, [SECRET, `${SECRET}b`]);
  assert.equal(config.exportOpen, true);
  assert.equal(config.intandem.apiUrl, 'http://127.0.0.1:4500');
  assert.equal(config.intandem.staffToken, 'token');
  assert.equal(config.quietMs, 0);
  assert.equal(config.graceMs, 120_000);
});

test('a staff token that no header can carry is refused at start', () => {
  for (const token of ['a\nb', 'tök€n'])
    assert.match(refusalOf({ INTANDEM_STAFF_TOKEN: token }), /INTANDEM_STAFF_TOKEN/);
});

test('where notices go, how long lists are kept and where figures are served are read', () => {
  const config = loadConfig({
    RETENTION_DAYS: '30',
    WIPE_WHEN_DONE: 'true',
    SMTP_URL: 'smtp://mail.example.org',
    NOTICE_TO: 'operator@example.org',
    NOTICE_WEBHOOK_URL: 'https://hooks.example.org/in',
    NOTICE_WEBHOOK_SECRET: `whsec_${'A'.repeat(43)}=`,
    METRICS_PORT: '9464',
  });
  assert.equal(config.retentionMs, 30 * 24 * 60 * 60_000);
  assert.equal(config.wipeWhenDone, true);
  assert.deepEqual(config.notices, {
    mail: {
      smtpUrl: 'smtp://mail.example.org',
      from: 'clientferry@localhost',
      to: 'operator@example.org',
    },
    webhook: { url: 'https://hooks.example.org/in', secret: `whsec_${'A'.repeat(43)}=` },
    supportContact: undefined,
  });
  assert.equal(config.metricsPort, 9464);
  for (const [key, value] of [
    ['SMTP_URL', 'http://mail.example.org'],
    ['NOTICE_WEBHOOK_URL', 'https://me@hooks.example.org/in'],
    ['NOTICE_WEBHOOK_SECRET', 'whsec_short'],
  ] as const)
    assert.throws(() => loadConfig({ [key]: value }), new RegExp(key));
});
