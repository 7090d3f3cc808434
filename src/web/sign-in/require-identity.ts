import type { Request, RequestHandler, Response } from 'express';
import { FerryError } from '../../errors.js';
import { ROLES, type Identity, type Role } from '../../sign-in/identity.js';
import type { SignIn } from '../../sign-in/sign-in.js';

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/**
 * Lets a request through that carries a good token of ours in its `Authorization` header; cookies and query are not looked at
 * (promises S11, S12). Passes `not_signed_in` on.
 */
export function createIdentityCheck(verify: SignIn['verify']): RequestHandler {
  return async (req, res, next) => {
    res.set('www-authenticate', 'Bearer');
    const token = BEARER.exec(req.get('authorization') ?? '')?.[1];
    if (token === undefined) {
      throw new FerryError('not_signed_in', 'You are not signed in.', { hint: 'Sign in again.' });
    }
    res.locals['identity'] = await verify(token);
    res.removeHeader('www-authenticate');
    next();
  };
}

/** Who sent the request; only behind `createIdentityCheck`. */
export function identityOf(res: Response): Identity {
  const identity = res.locals['identity'] as Identity | undefined;
  if (!identity) throw new TypeError('This route has no identity check before it.');
  return identity;
}

/** Lets a request through whose sender may do at least as much as `role`. Throws `not_allowed`. */
export function requireRole(role: Role): RequestHandler {
  return (_req, res, next) => {
    if (ROLES.indexOf(identityOf(res).role) < ROLES.indexOf(role)) {
      throw new FerryError('not_allowed', 'Your role in the CRM does not allow this.', {
        hint: 'Ask the administrator of your account.',
      });
    }
    next();
  };
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets requests that change something through only when they come from our own page, as far as the browser tells (promises
 * S12). Without a public address that is any page of this machine. Throws `not_allowed`.
 */
export function onlyFromOwnPage(publicOrigin: string | undefined): RequestHandler {
  return (req, _res, next) => {
    if (!READING.has(req.method) && !isFromOwnPage(req, publicOrigin)) {
      throw new FerryError('not_allowed', 'This request did not come from the page itself.', {
        hint: 'Open the page at its own address (PUBLIC_URL) and try again.',
      });
    }
    next();
  };
}

function isFromOwnPage(req: Request, publicOrigin: string | undefined): boolean {
  const site = req.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = req.get('origin');
  if (origin === undefined) return true;
  return publicOrigin === undefined ? isLoopback(origin) : origin === publicOrigin;
}

const isLoopback = (origin: string) =>
  /^http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(origin);
