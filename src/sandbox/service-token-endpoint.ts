import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { AppTokens } from './app-tokens.js';
import { oauthFailure, successAnswer } from './host-envelopes.js';

/** `flat` is the specification's shape, `wrapped` what the server is said to send (intandem-contract section 6.4). */
export type ServiceTokenForm = 'flat' | 'wrapped';

/** By these the app is known to the CRM. */
export interface AppCredentials {
  clientId: string;
  clientSecret: string;
}

export interface ServiceTokenOptions {
  /** Without it nobody gets a token. */
  credentials: AppCredentials | undefined;
  appTokens: AppTokens;
  form: ServiceTokenForm;
  now: () => Date;
}

const wantedToken = z.object({ service_id: z.string(), service_secret: z.string() });

/** `POST /oauth/service/token`: a token for the app itself (intandem-contract section 6.4). */
export function createServiceTokenEndpoint(options: ServiceTokenOptions): RequestHandler {
  const { credentials, appTokens, form, now } = options;
  return (req, res) => {
    res.set('cache-control', 'no-store');
    const sent = wantedToken.safeParse(req.body);
    if (!sent.success) {
      const description = 'service_id or service_secret is missing';
      res.status(400).json(oauthFailure('invalid_request', description));
      return;
    }
    const { service_id, service_secret } = sent.data;
    if (service_id !== credentials?.clientId || service_secret !== credentials.clientSecret) {
      const description = 'service_id or service_secret is wrong';
      res.status(401).json(oauthFailure('invalid_client', description));
      return;
    }
    const { token, expiresInSeconds: expires_in } = appTokens.issue();
    const created_at = now().toISOString();
    res.json(
      form === 'wrapped'
        ? successAnswer({ token, expires_in })
        : { access_token: token, token_type: 'Bearer', expires_in, created_at },
    );
  };
}
