import type { Config } from './config.js';
import { FerryError } from './errors.js';
import { isLoopback } from './loopback.js';
import { readSmtpUrl } from './notify/smtp-options.js';

interface Problem {
  message: string;
  hint: string;
}

/**
 * Refuses settings that are good one by one and cannot work together, or would be unsafe, all at once. Those of the page
 * count only when staff can sign in (`INTANDEM_CLIENT_ID`). Throws `config_invalid`.
 */
export function checkConfig(config: Config): void {
  const problems = [
    ...doorProblems(config),
    ...pageProblems(config),
    ...mailProblems(config),
    ...webhookProblems(config),
  ];
  if (problems.length === 0) return;
  throw new FerryError('config_invalid', problems.map(({ message }) => message).join(' '), {
    hint: problems.map(({ hint }) => hint).join(' '),
  });
}

/**
 * On an address that others can reach there is a secret, unless the contrary is asked for loudly (promises S1). Behind a proxy
 * that is PUBLIC_URL, wherever the app itself listens.
 */
function doorProblems({ host, publicUrl, exportSecrets, exportOpen }: Config): Problem[] {
  if (exportSecrets.length > 0 || exportOpen) return [];
  const reachable = isLoopback(host) ? publicNameOf(publicUrl) : `HOST ${host}`;
  if (reachable === undefined) return [];
  return [
    {
      message: `${reachable} can be reached by others, and without EXPORT_SECRET anybody could read client lists.`,
      hint: 'Set EXPORT_SECRET (for example the output of: openssl rand -hex 24), or HOST=127.0.0.1 and no PUBLIC_URL.',
    },
  ];
}

/** The setting that makes the app known to others; undefined when it is for this machine alone. */
function publicNameOf(publicUrl: string | undefined): string | undefined {
  if (publicUrl === undefined) return undefined;
  const { hostname } = new URL(publicUrl);
  return isLoopback(hostname) ? undefined : `PUBLIC_URL ${hostname}`;
}

function pageProblems(config: Config): Problem[] {
  if (config.intandem.clientId === undefined) return [];
  return [...addressProblems(config), ...tokenKeyProblems(config)];
}

/** The page is at the root of its address, and the CRM sends people back there with what must not be read on the way. */
function addressProblems({ host, publicUrl }: Config): Problem[] {
  if (publicUrl === undefined) {
    if (isLoopback(host)) return [];
    return [
      {
        message: `HOST ${host} can be reached by others, and without PUBLIC_URL the CRM cannot send staff back after signing in.`,
        hint: 'Set PUBLIC_URL to the address of the app as browsers see it, such as https://import.example.com.',
      },
    ];
  }
  const { origin, href, protocol, hostname } = new URL(publicUrl);
  const problems: Problem[] = [];
  if (href !== `${origin}/`)
    problems.push({
      message: `PUBLIC_URL ${origin}... has more than a host, and the page cannot be below a path.`,
      hint: `Set PUBLIC_URL=${origin}, and give the app a host name of its own.`,
    });
  if (protocol !== 'https:' && !isLoopback(host) && !isLoopback(hostname))
    problems.push({
      message: `PUBLIC_URL ${origin} is not https, so others could read what staff sign in with.`,
      hint: 'Put TLS in front of the app and set PUBLIC_URL to its https address.',
    });
  return problems;
}

/** Replicas must open what another has sealed; a key drawn at the start is known to one process only. */
function tokenKeyProblems({ host, database, tokenKey }: Config): Problem[] {
  if (database === undefined || isLoopback(host) || tokenKey !== undefined) return [];
  return [
    {
      message:
        'DATABASE_URL is for several replicas, and without TOKEN_KEY none can read the tokens of another.',
      hint: 'Set TOKEN_KEY, the same on every replica (for example the output of: openssl rand -hex 32).',
    },
  ];
}

/** Mail is sent much later, when nobody looks any more. */
function mailProblems({ notices: { mail } }: Config): Problem[] {
  if (mail === undefined) return [];
  try {
    readSmtpUrl(mail.smtpUrl);
    return [];
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return [{ message: error.message, hint: error.hint ?? '' }];
  }
}

/** What is told to others is signed, so that they can tell who told it. */
function webhookProblems({ notices: { webhook } }: Config): Problem[] {
  if (webhook === undefined || webhook.secret !== '') return [];
  return [
    {
      message:
        'NOTICE_WEBHOOK_URL is set, and without NOTICE_WEBHOOK_SECRET nothing could be signed.',
      hint: 'Set NOTICE_WEBHOOK_SECRET to whsec_ and 32 random bytes in base64.',
    },
  ];
}
