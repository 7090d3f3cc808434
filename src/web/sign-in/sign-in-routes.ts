import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { FerryError } from '../../errors.js';
import type { Logger } from '../../logger.js';
import { CODE_MS } from '../../sign-in/one-time-code.js';
import type { PageToken } from '../../sign-in/page-token.js';
import type { SignIn } from '../../sign-in/sign-in.js';
import { signInRequest, type SignedInWire } from '../api/wire.js';
import { logFailure, statusOf } from '../error-handler.js';
import { sendJson } from '../send-json.js';
import { createBeginLimit, createFailureLimit } from './failure-limit.js';
import { HAND_OVER_SCRIPT } from './hand-over-script.js';
import { createIdentityCheck, identityOf, onlyFromOwnPage } from './require-identity.js';
import { clearOwnCookie, readOwnCookie, setOwnCookie, type OwnCookie } from './own-cookie.js';
import {
  clearSignInCookie,
  readLastHints,
  readSignInCookie,
  setSignInCookie,
  type Hints,
} from './sign-in-cookie.js';
import { showFailure, showHandOver } from './sign-in-page.js';

export interface SignInRoutesDeps {
  signIn: SignIn;
  /** Address of this app as browsers see it, without a trailing slash; from the configuration, or that of the listener. */
  publicUrl: () => string;
  /** Origin of the configured address; undefined when none is configured. */
  publicOrigin: string | undefined;
  logger: Logger;
  /** How often an address may fail, and begin, in a minute. */
  limits?: { failures: number; begins: number };
}

const LIMITS = { failures: 30, begins: 120 };

const MAX_BODY_BYTES = 16 * 1024;

/**
 * Signing in. In a window of its own: GET `/sign-in` sends the browser to the CRM, GET `/sign-in/callback` takes it back and
 * hands a one-time code to the page. In the page: POST `/api/sign-in` turns that code, or a JWS of the CRM, into a token; a
 * code that came in the page's address only in the browser that began. POST `/api/sign-in/renew` gives a newer one.
 */
export function createSignInRoutes(deps: SignInRoutesDeps): Router {
  const { signIn, publicUrl, publicOrigin } = deps;
  const { failures, begins } = deps.limits ?? LIMITS;
  const router = Router();
  const failureLimit = createFailureLimit(failures);
  router.get('/sign-in', inWindow(deps, createBeginLimit(begins)), inWindow(deps, begin(deps)));
  router.get('/sign-in/callback', inWindow(deps, failureLimit), inWindow(deps, finish(deps)));
  router.get('/sign-in/hand-over.js', (_req, res) => {
    res.set({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' });
    res.end(HAND_OVER_SCRIPT);
  });

  const ownPage = onlyFromOwnPage(publicOrigin);
  const json = [onlyJson, express.json({ limit: MAX_BODY_BYTES })];
  router.post('/api/sign-in', failureLimit, ownPage, json, async (req: Request, res: Response) => {
    const parsed = signInRequest.safeParse(req.body);
    if (!parsed.success)
      throw new FerryError(
        'sign_in_failed',
        'Exactly one of code, address_code and jws is needed.',
      );
    if (!('address_code' in parsed.data)) {
      sendToken(res, await signIn.exchange(parsed.data));
      return;
    }
    const addressCode = parsed.data.address_code;
    const cookie = handOverCookie(publicUrl(), addressCode);
    const issued = await signIn.exchange({
      addressCode,
      browserSecret: readOwnCookie(req, cookie),
    });
    clearOwnCookie(res, cookie);
    sendToken(res, issued);
  });
  const check = createIdentityCheck((token) => signIn.verify(token));
  router.post('/api/sign-in/renew', failureLimit, ownPage, check, async (_req, res) => {
    sendToken(res, await signIn.renew(identityOf(res)));
  });
  return router;
}

function sendToken(res: Response, { token, expiresAt }: PageToken): void {
  sendJson(res, 200, JSON.stringify({ token, expires_at: expiresAt } satisfies SignedInWire));
}

const begin =
  ({ signIn, publicUrl }: SignInRoutesDeps): RequestHandler =>
  async (req, res) => {
    const hints = hintsOf(req);
    const { authorizeUrl, state, browserSecret } = await signIn.begin(hints);
    const begun = { publicUrl: publicUrl(), state };
    setSignInCookie(res, begun, { secret: browserSecret, ...hints });
    res.redirect(302, authorizeUrl);
  };

const finish =
  ({ signIn, publicUrl }: SignInRoutesDeps): RequestHandler =>
  async (req, res) => {
    const answer = {
      code: oneOf(req, 'code'),
      state: oneOf(req, 'state'),
      iss: oneOf(req, 'iss'),
      error: oneOf(req, 'error'),
      errorDescription: oneOf(req, 'error_description'),
    };
    const begun = { publicUrl: publicUrl(), state: answer.state ?? '' };
    const { secret, language } = readSignInCookie(req, begun);
    const { code } = await signIn.finish(answer, secret).finally(() => {
      // Only a state that this browser began has a cookie here; others that are under way keep theirs.
      if (secret !== undefined) clearSignInCookie(res, begun);
    });
    if (secret !== undefined)
      setOwnCookie(res, handOverCookie(publicUrl(), code), { value: secret, lifeMs: CODE_MS });
    showHandOver(res, { code, origin: new URL(publicUrl()).origin, language });
  };

/** Kept by the browser in which a sign-in ended: in no other is its code taken from an address. */
const handOverCookie = (publicUrl: string, code: string): OwnCookie => ({
  publicUrl,
  kind: 'hand-over',
  secret: code,
});

/** What happens in the sign-in window is told there: as a page, with a way to begin again. */
function inWindow(deps: SignInRoutesDeps, handler: RequestHandler): RequestHandler {
  return async (req, res, next) => {
    res.set({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      // Between the page that opened the window and its last page lies the CRM's own site.
      'cross-origin-opener-policy': 'unsafe-none',
    });
    const fail = (error: unknown) => {
      const status = statusOf(error);
      if (status >= 500) logFailure(deps.logger, res.locals['requestId'] as string, error);
      const given = hintsOf(req);
      const kept = readLastHints(req, deps.publicUrl());
      showFailure(res, status, error, {
        brandHost: given.brandHost ?? kept.brandHost,
        language: given.language ?? kept.language,
      });
    };
    try {
      await handler(req, res, (error?: unknown) => {
        if (error === undefined) next();
        else fail(error);
      });
    } catch (error) {
      fail(error);
    }
  };
}

/** Only the shape of a host name and of a language; what they may do is decided where they are used. */
function hintsOf(req: Request): Hints {
  const matching = (text: string | undefined, shape: RegExp) =>
    text !== undefined && shape.test(text) ? text : undefined;
  return {
    brandHost: matching(oneOf(req, 'brand_host'), /^[\w.:-]{1,253}$/),
    language: matching(oneOf(req, 'language'), /^[\w-]{1,35}$/),
  };
}

/** One value of a query parameter; one that is given twice counts as not given. */
function oneOf(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A form of another site can send other types without asking first, and JSON it cannot (promises S12). */
const onlyJson: RequestHandler = (req, _res, next) => {
  if (req.is('application/json') === false)
    throw new FerryError('not_allowed', 'Only JSON is read here.');
  next();
};
