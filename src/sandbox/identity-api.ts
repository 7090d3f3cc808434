import express, { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { StaffMember } from './account.js';
import { DIRECTORY_UID, type JwsIssuer } from './compact-jws.js';
import { accountOf, bearerOf } from './host-auth.js';
import { businessFailure, oauthFailure, successAnswer } from './host-envelopes.js';
import { createServiceTokenEndpoint, type ServiceTokenOptions } from './service-token-endpoint.js';
import type { StaffTokens } from './staff-tokens.js';
import { createTokenEndpoint, type TokenEndpointOptions } from './token-endpoint.js';

export interface IdentityApiOptions extends TokenEndpointOptions {
  service: ServiceTokenOptions;
  jws: JwsIssuer;
  tokens: StaffTokens;
  appCode: string;
  checkToken: RequestHandler;
  /** Host name and port of the sandbox itself. */
  brandHost: string;
}

const wantedToken = z.object({ app_code_name: z.string().min(1) });

/** The identity endpoints that apps call, not people (intandem-contract sections 6.2 and 6.5). */
export function createIdentityApi(options: IdentityApiOptions): Router {
  const { jws, tokens, appCode } = options;
  const router = Router();

  router.post(
    '/oauth/token',
    express.json(),
    express.urlencoded({ extended: false }),
    createTokenEndpoint(options),
  );

  router.post('/oauth/service/token', express.json(), createServiceTokenEndpoint(options.service));

  router.get('/oauth/userinfo', (req, res) => {
    const staff = tokens.find(bearerOf(req));
    if (staff === undefined) {
      res.status(401).json(oauthFailure('invalid_token', 'The access token is invalid'));
      return;
    }
    res.json(presentStaff(staff, options.brandHost));
  });

  router.get('/v3/apps/.well-known/jwks.json', async (_req, res) => {
    res.json(await jws.listKeys());
  });

  router.post(
    '/v3/apps/compact_jws_tokens',
    options.checkToken,
    express.json(),
    async (req, res) => {
      const wanted = wantedToken.safeParse(req.body);
      if (wanted.data?.app_code_name !== appCode) {
        res.status(422).json(businessFailure('invalid', 'app_code_name names no app'));
        return;
      }
      res.json(successAnswer(await jws.issue(accountOf(req), appCode)));
    },
  );

  return router;
}

function presentStaff(staff: StaffMember, brandHost: string) {
  return {
    sub: staff.staffUid,
    type: 'staff',
    role: staff.role,
    email: staff.email,
    business_id: staff.businessUid,
    business_uid: staff.businessUid,
    business_name: staff.businessName,
    directory_uid: DIRECTORY_UID,
    brand_host: brandHost,
    brand_theme: {
      locale: 'en',
      logo: null,
      name: null,
      colors: { primary: '#1d4ed8', secondary: '#0f172a', text: '#ffffff' },
    },
  };
}
