import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConfig } from '../src/check-config.js';
import { loadConfig } from '../src/config.js';
import { FerryError } from '../src/errors.js';

type Env = Record<string, string>;

/** With what the settings are refused; undefined when they are taken. */
function refusalOf(env: Env): string | undefined {
  try {
    checkConfig(loadConfig(env));
  } catch (error) {
    assert.ok(error instanceof FerryError);
    assert.equal(error.code, 'config_invalid');
    return `${error.message} ${error.hint ?? ''}`;
  }
  return undefined;
}

/** For staff of a real CRM, on several machines. */
const FULL: Env = {
  HOST: '0.0.0.0',
  EXPORT_SECRET: 'a'.repeat(22),
  PUBLIC_URL: 'https://import.example.com/',
  DATABASE_URL: 'postgres://ferry@db/clientferry',
  INTANDEM_CLIENT_ID: 'client-1',
  TOKEN_KEY: 'k'.repeat(32),
};

/** `FULL` with some settings changed; an empty one counts as not set. */
const full = (changes: Env = {}): Env => ({ ...FULL, ...changes });

const REFUSED: [what: string, env: Env, told: RegExp][] = [
  ['replicas without TOKEN_KEY', full({ TOKEN_KEY: '' }), /Set TOKEN_KEY/],
  ['a reachable page without PUBLIC_URL', full({ PUBLIC_URL: '' }), /Set PUBLIC_URL/],
  ['a reachable page on plain http', full({ PUBLIC_URL: 'http://10.0.0.7:4400' }), /https/],
  ['a page below a path', full({ PUBLIC_URL: 'https://example.com/ferry' }), /PUBLIC_URL=https/],
  ['a page with a query', full({ PUBLIC_URL: 'https://example.com/?x' }), /PUBLIC_URL=https/],
  [
    'a page below a path on loopback',
    { INTANDEM_CLIENT_ID: 'client-1', PUBLIC_URL: 'http://127.0.0.1:4400/x' },
    /PUBLIC_URL=http:\/\/127\.0\.0\.1:4400,/,
  ],
  ['a reachable door without a secret', full({ EXPORT_SECRET: '' }), /EXPORT_SECRET/],
  [
    'a door behind a proxy without a secret',
    full({ EXPORT_SECRET: '', HOST: '127.0.0.1' }),
    /PUBLIC_URL import\.example\.com can be reached .* EXPORT_SECRET/,
  ],
  [
    'polls alone behind a proxy without a secret',
    { PUBLIC_URL: 'https://import.example.com' },
    /EXPORT_SECRET/,
  ],
  ['mail without the name of a server', full({ SMTP_URL: 'smtp://' }), /Write it like smtp:/],
];

for (const [what, env, told] of REFUSED) {
  test(`${what} is refused, with the key and what to do`, () => {
    assert.match(refusalOf(env) ?? '', told);
  });
}

test('all that cannot work together is told at once', () => {
  const told = refusalOf(full({ TOKEN_KEY: '', PUBLIC_URL: '', EXPORT_SECRET: '' })) ?? '';
  for (const key of ['TOKEN_KEY', 'PUBLIC_URL', 'EXPORT_SECRET'])
    assert.ok(told.includes(key), key);
});

const noPage = (changes: Env) => full({ INTANDEM_CLIENT_ID: '', ...changes });

const TAKEN: Record<string, Env> = {
  nothing: {},
  'all that staff on several machines need': FULL,
  'a page on one machine without TOKEN_KEY': full({ DATABASE_URL: '', TOKEN_KEY: '' }),
  'a page on loopback without PUBLIC_URL': { INTANDEM_CLIENT_ID: 'client-1' },
  'a page on loopback over a database': full({ HOST: '127.0.0.1', TOKEN_KEY: '', PUBLIC_URL: '' }),
  'a container whose port is open to its own machine': full({
    PUBLIC_URL: 'http://localhost:4400',
  }),
  'polls alone, on several machines': noPage({ TOKEN_KEY: '', PUBLIC_URL: '' }),
  'polls alone, below a path': noPage({ TOKEN_KEY: '', PUBLIC_URL: 'http://example.com/ferry' }),
  'a door on this machine alone, at its address': { PUBLIC_URL: 'http://127.0.0.1:4400' },
  'a door that is loudly open behind a proxy': {
    PUBLIC_URL: 'https://import.example.com',
    EXPORT_OPEN: 'true',
  },
  'a door that is loudly open': noPage({ EXPORT_SECRET: '', EXPORT_OPEN: 'true' }),
};

for (const [what, env] of Object.entries(TAKEN)) {
  test(`${what}: taken`, () => {
    assert.equal(refusalOf(env), undefined);
  });
}

test('a webhook of notices without a secret is refused, since nobody could tell who sent it', () => {
  const url = 'https://hooks.example.org/in';
  assert.match(refusalOf({ NOTICE_WEBHOOK_URL: url }) ?? '', /NOTICE_WEBHOOK_SECRET/);
  const secret = `whsec_${'A'.repeat(43)}=`;
  assert.equal(refusalOf({ NOTICE_WEBHOOK_URL: url, NOTICE_WEBHOOK_SECRET: secret }), undefined);
});
