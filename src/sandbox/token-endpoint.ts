import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { AuthorizationCodes, Grant } from './authorization-codes.js';
import type { RegisteredApp } from './authorization-request.js';
import { oauthFailure } from './host-envelopes.js';
import type { StaffTokens } from './staff-tokens.js';

export interface TokenEndpointOptions {
  app: RegisteredApp | undefined;
  codes: AuthorizationCodes;
  tokens: StaffTokens;
  now: () => Date;
}

/** About 20 years, as in the platform's own example (intandem-contract section 6.2). */
const EXPIRES_IN_SECONDS = 631_139_040;

/** 43 to 128 unreserved characters (RFC 7636 section 4.1). */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

const text = z.string().optional().catch(undefined);
const exchange = z.object({
  grant_type: text,
  client_id: text,
  client_secret: text,
  code: text,
  redirect_uri: text,
  code_verifier: text,
});
type Exchange = z.infer<typeof exchange>;

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** `POST /oauth/token`: a code for a staff token, once (intandem-contract section 6.2). */
export function createTokenEndpoint(options: TokenEndpointOptions): RequestHandler {
  return (req, res) => {
    res.set('cache-control', 'no-store');
    try {
      const { staff } = redeem(exchange.parse(req.body ?? {}), options);
      res.json({
        access_token: options.tokens.issue(staff),
        token_type: 'Bearer',
        expires_in: EXPIRES_IN_SECONDS,
        created_at: Math.floor(options.now().getTime() / 1000),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      res.status(error.status).json(oauthFailure(error.code, error.message));
    }
  };
}

function redeem(sent: Exchange, { app, codes }: TokenEndpointOptions): Grant {
  if (sent.grant_type === undefined) {
    throw new Refusal(400, 'invalid_request', 'grant_type is missing');
  }
  if (sent.grant_type !== 'authorization_code') {
    throw new Refusal(400, 'unsupported_grant_type', 'grant_type must be authorization_code');
  }
  if (!app || sent.client_id !== app.clientId || sent.client_secret !== app.clientSecret) {
    throw new Refusal(401, 'invalid_client', 'client_id or client_secret is wrong');
  }
  if (sent.code === undefined || sent.redirect_uri === undefined) {
    throw new Refusal(400, 'invalid_request', 'code or redirect_uri is missing');
  }
  const grant = codes.take(sent.code);
  if (grant === undefined) {
    throw new Refusal(400, 'invalid_grant', 'The code is unknown, used or expired');
  }
  if (grant.redirectUri !== sent.redirect_uri) {
    throw new Refusal(400, 'invalid_grant', 'redirect_uri is not the one of the authorization');
  }
  if (!isVerified(grant.challenge, sent.code_verifier)) {
    throw new Refusal(400, 'invalid_grant', 'code_verifier does not fit the code_challenge');
  }
  return grant;
}

/** A verifier without a challenge is refused as well, or PKCE could be switched off on the way (RFC 9700 section 2.1.1). */
function isVerified(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === verifier;
  const digest = createHash('sha256').update(verifier).digest('base64url');
  return VERIFIER.test(verifier) && digest === challenge;
}
