import type { ConnectionOptions } from 'node:tls';
import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';
import { FerryError } from '../errors.js';
import { limitTime } from '../limit-time.js';
import type { Delivery } from '../notices/channel.js';
import type { Mail, MailChannelDeps } from '../notices/mail-channel.js';
import { readSmtpUrl } from './smtp-options.js';

const TIMEOUT_MS = 25_000;

export interface SmtpOptions {
  smtpUrl: string;
  from: string;
  /** Whom to trust, for tests. */
  tls?: ConnectionOptions;
  timeoutMs?: number;
}

/**
 * Sends e-mail through the operator's server, a connection for each. The Message-ID comes from the notice, so that a repeat
 * is recognised. Problems name a status, never an address. Throws `config_invalid` when SMTP_URL is unusable.
 */
export function createMailSender(options: SmtpOptions): MailChannelDeps['sendMail'] {
  const { smtpUrl, from, tls, timeoutMs = TIMEOUT_MS } = options;
  const server = readSmtpUrl(smtpUrl, tls);
  return async (mail, signal): Promise<Delivery> => {
    const limit = limitTime(signal, timeoutMs);
    try {
      const transport = await createTransport(server);
      const { rejected } = await transport.sendMail({ ...write(mail, from), signal: limit });
      return rejected.length === 0
        ? { kind: 'sent' }
        : { kind: 'sent', problem: 'The mail server refused one of its recipients.' };
    } catch (error) {
      return explain(error);
    }
  };
}

/** A transport keeps nothing between messages. Most that run send no mail, so no start waits for the library. */
async function createTransport(server: SMTPTransportOptions) {
  const nodemailer = await import('nodemailer');
  return nodemailer.createTransport(server);
}

function write({ id, to, copyTo, subject, text, html }: Mail, from: string) {
  return {
    from,
    to: to.map(alone),
    bcc: copyTo.map(alone),
    ...{ subject, text, html },
    messageId: `<${id}@${domainOf(from)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

/** An address as such, not as a list to be read, so that it cannot hold another one. */
const alone = (address: string) => ({ name: '', address });

const domainOf = (from: string): string => /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';

/** What the library tells of a failure; `originalCode` is that of the socket. */
interface MailFailure {
  code?: string;
  originalCode?: string;
  responseCode?: number;
}

const UNSAFE = /CERT|TLS|SSL|VERIFY/;

/** A 5xx is the server's last word (RFC 5321, section 4.2.1), but for what the operator can mend: login and TLS. */
function explain(error: unknown): Delivery & { kind: 'refused' } {
  const { code, originalCode, responseCode } = (error ?? {}) as MailFailure;
  const cause = originalCode ?? code ?? 'no answer';
  if (code === 'EAUTH') return refusal('The mail server refused the login of SMTP_URL.', false);
  if (code === 'EABORT') return refusal('The mail server did not answer in time.', false);
  if (UNSAFE.test(cause))
    return refusal(`No safe connection to the mail server came about (${cause}).`, false);
  if (responseCode !== undefined && responseCode >= 400)
    return refusal(`The mail server refused it with ${responseCode}.`, responseCode >= 500);
  return refusal(`The mail server of SMTP_URL could not be reached (${cause}).`, false);
}

const refusal = (problem: string, isFinal: boolean) =>
  ({ kind: 'refused', problem, isFinal }) as const;

/**
 * Connects to the mail server and logs in, without sending anything. Throws `notice_failed`, and `config_invalid` when
 * SMTP_URL is unusable.
 */
export async function checkSmtp({
  smtpUrl,
  tls,
}: Pick<SmtpOptions, 'smtpUrl' | 'tls'>): Promise<void> {
  const transport = await createTransport(readSmtpUrl(smtpUrl, tls));
  try {
    await transport.verify();
  } catch (error) {
    throw new FerryError('notice_failed', explain(error).problem, {
      hint: 'Check SMTP_URL, and that this machine may reach the mail server.',
    });
  }
}
