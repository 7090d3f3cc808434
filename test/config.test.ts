import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../src/config.js';
import { FerryError } from '../src/errors.js';

test('without any setting the app listens on loopback and keeps its data in ./var', () => {
  const config = loadConfig({});
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 4400);
  assert.equal(config.dataDir, './var');
  assert.deepEqual(config.exportSecrets, []);
  assert.equal(config.quietMs, 600_000);
  assert.equal(config.graceMs, 900_000);
});

test('empty values count as not set', () => {
  assert.deepEqual(loadConfig({ PORT: '', EXPORT_SECRET: ' ', LOG_LEVEL: '' }), loadConfig({}));
});

test('all problems are told at once, without the values', () => {
  const secret = 'canary secret';
  assert.throws(
    () =>
      loadConfig({
        PORT: '70000',
        EXPORT_SECRET: secret,
        INTANDEM_API_URL: 'ftp://x',
        EXPORT_OPEN: 'yes',
      }),
    (error: unknown) => {
      assert.ok(error instanceof FerryError);
      assert.equal(error.code, 'config_invalid');
      for (const key of ['PORT', 'EXPORT_SECRET', 'INTANDEM_API_URL', 'EXPORT_OPEN']) {
        assert.ok(error.message.includes(key), key);
      }
      assert.ok(!error.message.includes(secret));
      return true;
    },
  );
});

test('one or two secrets of at least 128 bits are taken, three are not', () => {
  const secret = 'a'.repeat(22);
  assert.deepEqual(loadConfig({ EXPORT_SECRET: `${secret}, ${secret}b` }).exportSecrets, [
    secret,
    `${secret}b`,
  ]);
  assert.throws(() => loadConfig({ EXPORT_SECRET: 'a'.repeat(21) }), FerryError);
  assert.throws(
    () => loadConfig({ EXPORT_SECRET: [secret, secret, secret].join(',') }),
    FerryError,
  );
});

test('addresses lose their slashes at the end', () => {
  assert.equal(
    loadConfig({ PUBLIC_URL: 'https://import.example.com//' }).publicUrl,
    'https://import.example.com',
  );
});
