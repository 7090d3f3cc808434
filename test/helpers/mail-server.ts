import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Cleaner } from './temp-dir.js';

/** A message as the server took it. */
export interface CaughtMail {
  /** Everybody whom the envelope names. */
  recipients: string[];
  raw: string;
  mail: Email;
  /** Whether it came over TLS, and who had logged in. */
  secure: boolean;
  user: string | undefined;
}

export interface MailServer {
  port: number;
  caught: CaughtMail[];
  /** What the server answers to the messages to come, in their order; then it takes all. */
  refusals: { code: number; text: string }[];
  stop(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it takes; without `options` it has neither TLS nor a login. */
export async function startMailServer(
  t: Cleaner,
  options: SMTPServerOptions = {},
): Promise<MailServer> {
  const caught: CaughtMail[] = [];
  const refusals: MailServer['refusals'] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    ...options,
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.once('end', () => {
        const refusal = refusals.shift();
        if (refusal) {
          done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
          return;
        }
        const bytes = Buffer.concat(pieces);
        void PostalMime.parse(bytes).then((mail) => {
          caught.push({
            recipients: session.envelope.rcptTo.map(({ address }) => address),
            raw: bytes.toString('utf8'),
            mail,
            secure: session.secure,
            user: session.user as string | undefined,
          });
          done();
        });
      });
    },
  });
  // A client that hangs up in the middle is what some tests are about.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  t.after(stop);
  return { port: (server.server.address() as AddressInfo).port, caught, refusals, stop };
}
