import type { Request, RequestHandler } from 'express';
import { businessFailure } from './host-envelopes.js';

/** A staff member of a business, known by a bearer token. */
export interface Account {
  businessUid: string;
  staffUid: string;
  token: string;
}

const accountsByRequest = new WeakMap<Request, Account>();

/**
 * Makes the middleware that lets only known staff tokens pass. The two refusals are those of intandem-contract section 7:
 * an unknown token, and a good token used for another business.
 */
export function createTokenCheck(accounts: readonly Account[]): RequestHandler {
  const byToken = new Map(accounts.map((account) => [account.token, account]));
  return (req, res, next) => {
    const token = /^Bearer +(\S+) *$/i.exec(req.get('authorization') ?? '')?.[1] ?? '';
    const account = byToken.get(token);
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
export function accountOf(req: Request): Account {
  const account = accountsByRequest.get(req);
  if (account === undefined) throw new Error(`No token check stands before ${req.path}`);
  return account;
}
