import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express, { type Express, type Request, type Response } from 'express';
import type { MeWire } from '../../src/web/api/wire.js';
import { createFakeDrafts } from './fake-drafts.js';
import { refuse } from './fake-refusal.js';
import { FIELDS, PROFILES } from './fake-lists.js';
import { createFakeSessions } from './fake-sessions.js';
import { createFakeState } from './fake-state.js';

const BUILT_PAGE = fileURLToPath(new URL('../../dist/page/', import.meta.url));

/**
 * Serves the built page and an API that keeps made-up lists in memory, for looking at the page and for tests of it.
 * Any `jws` signs in; these words in it change who comes: `support` (acts as the staff member), `view` (may only look),
 * `unconnected` (must sign in at the CRM before importing).
 */
export interface FakeApi {
  url: string;
  /** Every token given so far stops being accepted. */
  expireTokens: () => void;
  /** While true nothing under `/api` is answered. */
  setDown: (isDown: boolean) => void;
  close: () => Promise<void>;
}

export interface FakeApiOptions {
  port?: number;
  /** Folder of the built page, with a slash at its end. */
  pageFolder?: string;
  /** How long a staging or an import takes. */
  workMs?: number;
}

export async function startFakeApi(options: FakeApiOptions = {}): Promise<FakeApi> {
  const { port = 0, workMs = 4_000, pageFolder = BUILT_PAGE } = options;
  const state = { tokens: new Map<string, string>(), isDown: false };
  const lists = createFakeState();
  const app = express();
  app.disable('x-powered-by');
  servePage(app, pageFolder);
  app.use(['/api', '/healthz'], (req, _res, next) => {
    if (state.isDown) req.socket.destroy();
    else next();
  });
  app.get('/healthz', (_req, res) => res.json({ status: 'ok' }));
  serveSignIn(app, state.tokens);
  app.use('/api', createFakeDrafts(lists, workMs));
  app.use('/api', createFakeSessions(lists, workMs));
  app.get('/api/fields', (_req, res) => res.json(FIELDS));
  app.get('/api/profiles', (_req, res) => res.json(PROFILES));
  app.get('/api/profiles/:name/template.csv', (req, res) => {
    res.attachment(`${req.params.name}.csv`).send('First name,Last name,Email\r\n');
  });
  app.use('/api', (_req, res) => {
    refuse(res, 404, 'not_found', 'There is nothing here.');
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    expireTokens: () => {
      state.tokens.clear();
    },
    setDown: (isDown) => {
      state.isDown = isDown;
    },
    close: () => stop(server),
  };
}

function servePage(app: Express, folder: string): void {
  app.get(['/', '/start'], (_req, res) => {
    const nonce = randomBytes(16).toString('base64');
    res.set('content-security-policy', policyWith(nonce));
    res
      .type('html')
      .send(readFileSync(`${folder}index.html`, 'utf8').replaceAll('__NONCE__', nonce));
  });
  app.use('/assets', express.static(`${folder}assets`));
  app.get('/sign-in', (_req, res) => {
    const nonce = randomBytes(16).toString('base64');
    res.set('content-security-policy', policyWith(nonce));
    const say = `opener?.postMessage({type:'clientferry:code',code:'from-window'},location.origin);close()`;
    res.type('html').send(`<title>CRM</title><script nonce="${nonce}">${say}</script>`);
  });
}

/** The policy that the app sends with the page (promises S18, dependencies note 12). */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function serveSignIn(app: Express, tokens: Map<string, string>): void {
  const give = (res: Response, who: string): void => {
    const token = randomBytes(12).toString('hex');
    tokens.set(token, who);
    res.json({ token, expires_at: inAnHour() });
  };
  app.post('/api/sign-in', express.json(), (req: Request, res) => {
    const given = req.body as { jws?: string; code?: string };
    if (given.jws === 'forged')
      refuse(res, 401, 'sign_in_failed', 'The CRM did not vouch for you.');
    else give(res, given.jws ?? given.code ?? '');
  });
  app.use('/api', (req, res, next) => {
    const who = tokens.get(req.get('authorization')?.replace('Bearer ', '') ?? '');
    if (who === undefined) refuse(res, 401, 'not_signed_in', 'Sign in to go on.');
    else {
      res.locals['who'] = who;
      next();
    }
  });
  app.post('/api/sign-in/renew', (_req, res) => {
    give(res, String(res.locals['who']));
  });
  app.get('/api/me', (_req, res) => res.json(meOf(String(res.locals['who']))));
}

function meOf(who: string): MeWire {
  return {
    business_uid: 'biz_harbour',
    business_name: 'Harbour Street Salon',
    staff_uid: 'staff_1',
    role: who.includes('view') ? 'view' : who.includes('admin') ? 'admin' : 'import',
    impersonated_by: who.includes('support') ? 'staff_support_7' : null,
    connected: !who.includes('unconnected'),
    expires_at: inAnHour(),
    limits: { upload_bytes: 200_000_000, files_per_draft: 20, clients_per_session: 50_000 },
  };
}

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toISOString();
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
}
