import type { Request, RequestHandler } from 'express';
import type { StaffMember } from './account.js';
import type { AppTokens } from './app-tokens.js';
import { businessFailure } from './host-envelopes.js';
import type { StaffTokens } from './staff-tokens.js';

/** Who stands behind a bearer token. */
export type Caller = { kind: 'staff'; account: StaffMember } | { kind: 'app' };

export interface KnownTokens {
  tokens: StaffTokens;
  appTokens: AppTokens;
}

export interface TokenCheckOptions {
  /** Whether the app itself may call, not staff alone. */
  admitsApp?: boolean;
  /** Where the endpoint declares `X-On-Behalf-Of`, it means something with a directory token only (section 7). */
  ignoresOnBehalfOf?: boolean;
}

const callersByRequest = new WeakMap<Request, Caller>();

/** The bearer token of a request, or an empty text. */
export function bearerOf(req: Request): string {
  return /^Bearer +(\S+) *$/i.exec(req.get('authorization') ?? '')?.[1] ?? '';
}

/**
 * Makes the middleware that lets only known tokens pass. The two refusals are those of intandem-contract section 7: an unknown
 * token, and a good token of the wrong kind or used for another business.
 */
export function createTokenCheck(
  known: KnownTokens,
  { admitsApp = false, ignoresOnBehalfOf = false }: TokenCheckOptions = {},
): RequestHandler {
  return (req, res, next) => {
    const caller = findCaller(bearerOf(req), known);
    if (caller === undefined) {
      res.status(401).json(businessFailure('unauthorized', '401 Unauthorized'));
      return;
    }
    const onBehalfOf = ignoresOnBehalfOf ? undefined : req.get('x-on-behalf-of');
    if (caller.kind === 'app' ? !admitsApp : isOther(onBehalfOf, caller.account)) {
      res.status(401).json(businessFailure('unauthorized', 'Unauthorized'));
      return;
    }
    callersByRequest.set(req, caller);
    next();
  };
}

/** Who sent a request that passed the token check. */
export function callerOf(req: Request): Caller {
  const caller = callersByRequest.get(req);
  if (caller === undefined) throw new Error(`No token check stands before ${req.path}`);
  return caller;
}

/** The account behind a request that passed the token check for staff. */
export function accountOf(req: Request): StaffMember {
  const caller = callerOf(req);
  if (caller.kind !== 'staff')
    throw new Error(`No token check for staff stands before ${req.path}`);
  return caller.account;
}

function findCaller(token: string, { tokens, appTokens }: KnownTokens): Caller | undefined {
  const account = tokens.find(token);
  if (account !== undefined) return { kind: 'staff', account };
  return appTokens.has(token) ? { kind: 'app' } : undefined;
}

function isOther(onBehalfOf: string | undefined, { businessUid }: StaffMember): boolean {
  return onBehalfOf !== undefined && onBehalfOf !== businessUid;
}
