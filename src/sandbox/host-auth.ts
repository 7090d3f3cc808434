import type { Request, RequestHandler } from 'express';
import type { StaffMember } from './account.js';
import { businessFailure } from './host-envelopes.js';
import type { StaffTokens } from './staff-tokens.js';

const accountsByRequest = new WeakMap<Request, StaffMember>();

/** The bearer token of a request, or an empty text. */
export function bearerOf(req: Request): string {
  return /^Bearer +(\S+) *$/i.exec(req.get('authorization') ?? '')?.[1] ?? '';
}

/**
 * Makes the middleware that lets only known staff tokens pass. The two refusals are those of intandem-contract section 7:
 * an unknown token, and a good token used for another business.
 */
export function createTokenCheck(tokens: StaffTokens): RequestHandler {
  return (req, res, next) => {
    const account = tokens.find(bearerOf(req));
    if (account === undefined) {
      res.status(401).json(businessFailure('unauthorized', '401 Unauthorized'));
      return;
    }
    const onBehalfOf = req.get('x-on-behalf-of') ?? account.businessUid;
    if (onBehalfOf !== account.businessUid) {
      res.status(401).json(businessFailure('unauthorized', 'Unauthorized'));
      return;
    }
    accountsByRequest.set(req, account);
    next();
  };
}

/** The account behind a request that passed the token check. */
export function accountOf(req: Request): StaffMember {
  const account = accountsByRequest.get(req);
  if (account === undefined) throw new Error(`No token check stands before ${req.path}`);
  return account;
}
