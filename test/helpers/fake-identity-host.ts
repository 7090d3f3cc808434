import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { Cleaner } from './temp-dir.js';

export const CLIENT = { clientId: 'client-1', clientSecret: 'client-secret-1' };

/** A key with which the fake host signs. */
export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

/** The CRM's sign-in as far as a test needs it: authorize, token, userinfo and keys, with a memory of its calls. */
export interface FakeIdentityHost {
  url: string;
  calls: { method: string; path: string; body: unknown }[];
  /** How often the keys were asked for. */
  keyFetches(): number;
  /** What userinfo answers; a test may change it. */
  userinfo: Record<string, unknown>;
  /** What the token endpoint adds to its answer. */
  tokenExtras: Record<string, unknown>;
  keys: SigningKey[];
  /** Puts another handler in the place of a path's own; undefined takes it away. */
  replace(path: string, handler: RequestHandler | undefined): void;
  /** Signs staff in at the authorize address, as a browser would: gives the address that the host sends it back to. */
  approve(authorizeUrl: string): Promise<URL>;
  /** A compact JWS as the CRM issues it (intandem-contract section 6.5). */
  sign(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
}

export async function makeSigningKey(kid: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  return { kid, privateKey, publicJwk };
}

export async function startFakeIdentityHost(t: Cleaner): Promise<FakeIdentityHost> {
  const calls: FakeIdentityHost['calls'] = [];
  const replaced = new Map<string, RequestHandler>();
  const challenges = new Map<string, { challenge: string; redirectUri: string }>();
  const app = express();
  app.use(express.json(), (req, res, next) => {
    calls.push({ method: req.method, path: req.path, body: req.body as unknown });
    const handler = replaced.get(req.path);
    if (handler) void handler(req, res, next);
    else next();
  });
  app.get('/app/oauth/authorize', (req, res) => {
    const asked = req.query as Record<string, string>;
    const code = `code-${challenges.size + 1}`;
    challenges.set(code, {
      challenge: asked['code_challenge'] ?? '',
      redirectUri: asked['redirect_uri'] ?? '',
    });
    const back = new URL(asked['redirect_uri'] ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked['state'] ?? '');
    res.redirect(back.href);
  });
  app.post('/oauth/token', (req, res) => {
    const body = req.body as Record<string, string>;
    const known = challenges.get(body['code'] ?? '');
    const challenge = createHash('sha256')
      .update(body['code_verifier'] ?? '')
      .digest('base64url');
    challenges.delete(body['code'] ?? '');
    const isClient =
      body['client_id'] === CLIENT.clientId && body['client_secret'] === CLIENT.clientSecret;
    if (!isClient) res.status(401).json({ error: 'invalid_client' });
    else if (known?.challenge !== challenge || known.redirectUri !== body['redirect_uri'])
      res.status(400).json({ error: 'invalid_grant', error_description: 'That code is no good.' });
    else res.json({ access_token: HOST_TOKEN, token_type: 'Bearer', ...host.tokenExtras });
  });
  app.get('/oauth/userinfo', (req, res) => {
    if (req.get('authorization') === `Bearer ${HOST_TOKEN}`) res.json(host.userinfo);
    else res.status(401).json({ error: 'invalid_token', error_description: 'Unknown token.' });
  });
  app.get('/v3/apps/.well-known/jwks.json', (_req, res) => {
    res.json({ keys: host.keys.map(({ publicJwk }) => publicJwk) });
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const host: FakeIdentityHost = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    keyFetches: () => calls.filter(({ path }) => path.endsWith('jwks.json')).length,
    userinfo: {
      sub: 'st-1',
      type: 'staff',
      role: 'owner',
      business_id: 'bz-1',
      business_uid: 'bz-1',
      business_name: 'Corner Shop',
    },
    tokenExtras: { expires_in: 631_139_040 },
    keys: [await makeSigningKey('key-1')],
    replace: (path, handler) => {
      if (handler) replaced.set(path, handler);
      else replaced.delete(path);
    },
    approve: async (authorizeUrl) => {
      const answer = await fetch(authorizeUrl, { redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? '');
    },
    sign: (claims, header = {}) => {
      const [key] = host.keys;
      if (!key) throw new Error('The fake host has no key.');
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
        .sign(key.privateKey);
    },
  };
  return host;
}

/** The token that the fake host gives; a test looks for it where it must not be. */
export const HOST_TOKEN = 'host-token-a8f3c1';
