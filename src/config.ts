import { isIP } from 'node:net';
import { z } from 'zod';
import { FerryError } from './errors.js';
import { listProblems } from './list-problems.js';
import { isLoopback } from './loopback.js';
import { ROLES, type Role } from './sign-in/identity.js';
import { MATTER_FORMS, type MatterForm } from './staging/reading.js';

/** At least 128 bits when drawn from letters and digits (promises S1). */
const SECRET = /^[A-Za-z0-9_-]{22,200}$/;

const SECRET_KEY = /^[A-Za-z0-9_-]{32,200}$/;

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'is not a whole number')
    .transform(Number)
    .refine((n) => n >= min && n <= max, `is not between ${min} and ${max}`);

/** `abort`: what is no address is not asked any further. */
const webAddress = z.url({
  protocol: /^https?$/,
  error: 'is not an http(s) address',
  abort: true,
});

/** Tokens go there, and the keys that vouch for staff come from there (promises S7). */
const hostAddress = webAddress.refine((url) => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname);
}, 'is not https, so others could read the tokens on the way');

/** Origins separated by commas or spaces; a bare host name means https. */
const origins = z.string().transform((text, context) =>
  text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => {
      const url = URL.parse(part.includes('://') ? part : `https://${part}`);
      if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
      context.addIssue(
        'names something that is no host, such as app.vcita.com or http://127.0.0.1:4500',
      );
      return '';
    }),
);

/** Addresses or networks separated by commas or spaces. */
const addresses = z.string().transform((text, context) => {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  for (const part of parts) {
    const [address = '', prefix = '0', ...rest] = part.split('/');
    const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits || rest.length > 0)
      context.addIssue('names something that is no address, such as 10.0.0.5 or 10.0.0.0/8');
  }
  return parts;
});

/** `owner=admin,*=import`: which of our roles a role of the CRM has; `*` is every other one. */
const roleTable = z.string().transform((text, context) => {
  const entries = text.split(',').map((part) => part.split('=').map((word) => word.trim()));
  const isRole = (word: string | undefined): word is Role => ROLES.some((one) => one === word);
  const table = new Map<string, Role>();
  for (const [theirs, ours, ...rest] of entries) {
    if (theirs && isRole(ours) && rest.length === 0) table.set(theirs, ours);
    else
      context.addIssue(`must look like owner=admin,*=import, with the roles ${ROLES.join(', ')}`);
  }
  return table;
});

const withoutTrailingSlash = (address: string) => address.replace(/(?<!\/)\/+$/, '');

/** Whether it is the name of an IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65_535).default(4400),
  PUBLIC_URL: webAddress.transform(withoutTrailingSlash).optional(),
  TRUSTED_PROXIES: addresses.default([]),
  DATA_DIR: z.string().min(1).default('./var'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//i, 'does not begin with postgres://')
    .optional(),
  DATABASE_POOL_SIZE: whole(1, 1_000).default(10),
  EXPORT_SECRET: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((all) => all.length <= 2, 'holds more than two secrets; at most two are valid at once')
    .refine(
      (all) => all.every((one) => SECRET.test(one)),
      'needs at least 22 letters, digits, _ or - (for example the output of: openssl rand -hex 24)',
    )
    .default([]),
  EXPORT_OPEN: z.enum(['true', 'false'], 'is neither true nor false').default('false'),
  INTANDEM_API_URL: hostAddress.transform(withoutTrailingSlash).default('https://api.vcita.biz'),
  INTANDEM_APP_CODE: z
    .string()
    .regex(/^[A-Za-z0-9]+$/, 'may hold letters and digits only')
    .default('clientferry'),
  INTANDEM_STAFF_TOKEN: z
    .string()
    .regex(/^[!-~]+$/, 'holds a character that no token has')
    .optional(),
  INTANDEM_CLIENT_ID: z.string().optional(),
  INTANDEM_CLIENT_SECRET: z.string().optional(),
  BRAND_HOSTS: origins.default(['https://app.vcita.com']),
  FRAME_ANCESTORS: origins.optional(),
  TOKEN_KEY: z
    .string()
    .regex(
      SECRET_KEY,
      'needs at least 32 letters, digits, _ or - (for example the output of: openssl rand -hex 32)',
    )
    .optional(),
  ROLES: roleTable.default(
    new Map([
      ['owner', 'admin'],
      ['admin', 'admin'],
      ['*', 'import'],
    ]),
  ),
  UPLOAD_MAX_MB: whole(1, 10_000).default(200),
  DRAFT_DAYS: whole(1, 365).default(7),
  RETENTION_DAYS: whole(0, 3_650).default(7),
  WIPE_WHEN_DONE: z.enum(['true', 'false'], 'is neither true nor false').default('false'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//i, 'does not begin with smtp:// or smtps://')
    .optional(),
  NOTICE_FROM: z.string().optional(),
  NOTICE_TO: z.string().optional(),
  SUPPORT_CONTACT: z.string().optional(),
  NOTICE_WEBHOOK_URL: webAddress
    .refine((url) => new URL(url).username === '', 'holds a user name, which cannot be used')
    .optional(),
  NOTICE_WEBHOOK_SECRET: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/,
      'is not whsec_ and at least 24 bytes in base64 (Standard Webhooks)',
    )
    .optional(),
  METRICS_PORT: whole(0, 65_535).optional(),
  HOST_REQUESTS_PER_SECOND: whole(1, 1_000).default(6),
  HOST_TIMEOUT_MS: whole(100, 120_000).default(10_000),
  REGION: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is not a country code of two capital letters')
    .optional(),
  TIME_ZONE: z.string().refine(isTimeZone, 'is not the name of a time zone').default('UTC'),
  MATTERS: z.enum(MATTER_FORMS, `is not one of ${MATTER_FORMS.join(', ')}`).default('nested'),
  MATTERS_KEY: z
    .string()
    .regex(/^[A-Za-z_]{1,50}$/, 'may hold letters and _ only')
    .default('matters'),
  QUIET_MINUTES: whole(0, 1440).default(10),
  GRACE_MINUTES: whole(0, 1440).default(15),
  LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'debug'], 'is not one of error, warn, info, debug')
    .default('info'),
});

/** The names of all environment keys, in the order of `.env.example`. */
export const CONFIG_KEYS = Object.keys(environment.shape);

export interface Config {
  host: string;
  port: number;
  /** Address under which the host reaches the app, without a trailing slash. */
  publicUrl: string | undefined;
  /** Proxies whose word is taken for the address of a caller. */
  trustedProxies: string[];
  dataDir: string;
  /** Where things are kept instead of the data folder, for several machines. */
  database: { url: string; poolSize: number } | undefined;
  /** Zero, one or two secrets, each valid. */
  exportSecrets: string[];
  /** Serve the export route without a secret on a public address. Unsafe. */
  exportOpen: boolean;
  intandem: {
    apiUrl: string;
    appCode: string;
    /** For the command line; the page uses the tokens of those who sign in. */
    staffToken: string | undefined;
    clientId: string | undefined;
    clientSecret: string | undefined;
    timeoutMs: number;
    /** The most that reading and mending in the background ask for. */
    requestsPerSecond: number;
  };
  /** Origins of the CRM's sites where staff may be sent to sign in; the first one unless the CRM names another of them. */
  brandHosts: string[];
  /** Origins that may show the page in a frame. */
  frameAncestors: string[];
  /** Seals tokens. Undefined: one is drawn at every start, so staff sign in again after each. */
  tokenKey: string | undefined;
  /** Our role by the CRM's; `*` stands for every other. */
  roles: ReadonlyMap<string, Role>;
  uploadMaxBytes: number;
  /** After so long without a touch, a draft and its files are removed. */
  draftMs: number;
  /** For so long after the end of its import, or its staging, a batch is kept. */
  retentionMs: number;
  /** Whether a batch is removed as soon as its import is complete. */
  wipeWhenDone: boolean;
  /** Where notices of ended imports go; undefined where nothing is set. */
  notices: {
    mail: { smtpUrl: string; from: string; to: string | undefined } | undefined;
    webhook: { url: string; secret: string } | undefined;
    supportContact: string | undefined;
  };
  /** Undefined: there are no metrics. 0: any free port. */
  metricsPort: number | undefined;
  reading: { region: string | undefined; zone: string };
  /** In which form matters go over the wire. */
  matters: { form: MatterForm; key: string };
  /** Without a poll for this long an open session counts as stalled, and an unknown one may be retried. */
  quietMs: number;
  /** For this long after closing, pages stay servable. */
  graceMs: number;
  logLevel: 'error' | 'warn' | 'info' | 'debug';
}

/**
 * Reads the configuration from environment variables; empty values count as not set.
 * Throws `config_invalid`, naming every problem at once.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new FerryError(
      'config_invalid',
      `The settings are not usable: ${listProblems(problems)}.`,
      {
        hint: 'Mend them in the environment or in .env; .env.example explains every key.',
      },
    );
  }
  const values = parsed.data;
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL,
    trustedProxies: values.TRUSTED_PROXIES,
    dataDir: values.DATA_DIR,
    database:
      values.DATABASE_URL === undefined
        ? undefined
        : { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE },
    exportSecrets: values.EXPORT_SECRET,
    exportOpen: values.EXPORT_OPEN === 'true',
    intandem: {
      apiUrl: values.INTANDEM_API_URL,
      appCode: values.INTANDEM_APP_CODE,
      staffToken: values.INTANDEM_STAFF_TOKEN,
      clientId: values.INTANDEM_CLIENT_ID,
      clientSecret: values.INTANDEM_CLIENT_SECRET,
      timeoutMs: values.HOST_TIMEOUT_MS,
      requestsPerSecond: values.HOST_REQUESTS_PER_SECOND,
    },
    brandHosts: values.BRAND_HOSTS,
    frameAncestors: values.FRAME_ANCESTORS ?? values.BRAND_HOSTS,
    tokenKey: values.TOKEN_KEY,
    roles: values.ROLES,
    uploadMaxBytes: values.UPLOAD_MAX_MB * 1_000_000,
    draftMs: values.DRAFT_DAYS * 24 * 60 * 60_000,
    retentionMs: values.RETENTION_DAYS * 24 * 60 * 60_000,
    wipeWhenDone: values.WIPE_WHEN_DONE === 'true',
    notices: {
      mail:
        values.SMTP_URL === undefined
          ? undefined
          : {
              smtpUrl: values.SMTP_URL,
              from: values.NOTICE_FROM ?? 'clientferry@localhost',
              to: values.NOTICE_TO,
            },
      webhook:
        values.NOTICE_WEBHOOK_URL === undefined
          ? undefined
          : { url: values.NOTICE_WEBHOOK_URL, secret: values.NOTICE_WEBHOOK_SECRET ?? '' },
      supportContact: values.SUPPORT_CONTACT,
    },
    metricsPort: values.METRICS_PORT,
    reading: { region: values.REGION, zone: values.TIME_ZONE },
    matters: { form: values.MATTERS, key: values.MATTERS_KEY },
    quietMs: values.QUIET_MINUTES * 60_000,
    graceMs: values.GRACE_MINUTES * 60_000,
    logLevel: values.LOG_LEVEL,
  };
}
