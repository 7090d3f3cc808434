import { z } from 'zod';
import { FerryError } from '../errors.js';
import type { IdentityHostAccess } from './identity-host.js';
import { unreadable, type CallHost } from './host-caller.js';

/** A token is asked for anew so long before it ends. */
const MARGIN_MS = 60_000;
/** For a token of which the host does not say how long it lives. */
const SHORT_LIFE_SECONDS = 600;

const tokenText = z.string().regex(/^[!-~]{1,8000}$/);
const seconds = z.number().positive().optional();

/** Both shapes: flat as in the specification, and wrapped as the server sends it (intandem-contract section 6.4). */
const tokenBody = z.union([
  z
    .object({ access_token: tokenText, expires_in: seconds })
    .transform(({ access_token, expires_in }) => ({ token: access_token, expires_in })),
  z
    .object({ data: z.object({ token: tokenText, expires_in: seconds }) })
    .transform(({ data }) => data),
]);

/**
 * Gives the token by which the app itself speaks to the host, kept until a minute before it ends. Throws `host_refused` when
 * the app has no client id and secret, or the host does not take them, and `host_unreachable`.
 */
export function createServiceToken(
  call: CallHost,
  { clientId, clientSecret }: Pick<IdentityHostAccess, 'clientId' | 'clientSecret'>,
): { get(): Promise<string>; forget(): void } {
  let kept: { token: string; untilMs: number } | undefined;
  const fetchToken = async (): Promise<NonNullable<typeof kept>> => {
    if (clientId === undefined || clientSecret === undefined) throw notSetUp();
    const aim = 'give the app a token';
    const data = { service_id: clientId, service_secret: clientSecret };
    const answer = await call(aim, { method: 'POST', url: '/oauth/service/token', data });
    const body = answer.kind === 'good' ? tokenBody.safeParse(answer.body) : undefined;
    if (!body?.success) throw unreadable(aim);
    const { token, expires_in = SHORT_LIFE_SECONDS } = body.data;
    return { token, untilMs: performance.now() + expires_in * 1000 - MARGIN_MS };
  };
  return {
    async get() {
      if (kept === undefined || kept.untilMs <= performance.now()) kept = await fetchToken();
      return kept.token;
    },
    forget() {
      kept = undefined;
    },
  };
}

const notSetUp = (): FerryError =>
  new FerryError('host_refused', 'The app has no client id and secret to speak to the CRM with.', {
    hint: 'Set INTANDEM_CLIENT_ID and INTANDEM_CLIENT_SECRET.',
  });
