import type { ConnectionOptions } from 'node:tls';
import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';
import { FerryError } from '../errors.js';
import { isLoopback } from '../loopback.js';

/** Time limits in milliseconds; together they leave a message less than half a minute. */
const LIMITS = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  dnsTimeout: 10_000,
};

/**
 * What SMTP_URL says: `smtps` is TLS from the first byte, `smtp` takes STARTTLS when the server offers it, and insists on it
 * where a password would cross a network. Nothing else in it counts. Throws `config_invalid`.
 */
export function readSmtpUrl(smtpUrl: string, tls: ConnectionOptions = {}): SMTPTransportOptions {
  const url = URL.parse(smtpUrl);
  if (!url || url.hostname === '' || !/^smtps?:$/.test(url.protocol))
    throw new FerryError('config_invalid', 'SMTP_URL is no address of a mail server.', {
      hint: 'Write it like smtp://user:password@mail.example.com:587 or smtps://mail.example.com; characters such as @ in a password as %40.',
    });
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const hasLogin = url.username !== '';
  return {
    ...LIMITS,
    ...{ host, secure, tls },
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    requireTLS: !secure && hasLogin && !isLoopback(host),
    ...(hasLogin ? { auth: { user: decode(url.username), pass: decode(url.password) } } : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
