import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { createLogger } from '../../src/logger.js';
import type { SignInSettings } from '../../src/sign-in/settings.js';
import { listen } from '../../src/web/listen.js';
import { createStaffRoutes, type StaffRoutesDeps } from '../../src/web/staff-routes.js';
import { createWeb } from '../../src/web/web.js';
import { makeSignIn, type SignInSetup } from './sign-in.js';
import { makeTempDir, type Cleaner } from './temp-dir.js';

export interface StaffWeb extends SignInSetup {
  origin: string;
  port: number;
}

export interface StaffWebOptions {
  settings?: Partial<SignInSettings>;
  /** Undefined: the address of the listener. */
  publicUrl?: string;
  limits?: { failures: number; begins: number };
  api?: StaffRoutesDeps['api'];
  pageFolder?: string;
  frameAncestors?: readonly string[];
  trustedProxies?: readonly string[];
}

/** The app with its page and signing in, on a free port of loopback, without a log. */
export async function startStaffWeb(t: Cleaner, options: StaffWebOptions = {}): Promise<StaffWeb> {
  let port = 0;
  const publicUrl = () => options.publicUrl ?? `http://127.0.0.1:${port}`;
  const setup = await makeSignIn(t, { publicUrl, ...options.settings });
  const logger = createLogger('error');
  logger.silent = true;
  const { store, signIn, clock } = setup;
  const web = createWeb({
    store,
    logger,
    checkReadiness: () => store.check(),
    now: clock.now,
    graceMs: 15 * 60_000,
    secrets: [],
    isOpen: true,
    trustedProxies: options.trustedProxies ?? [],
    staff: createStaffRoutes({
      signIn: {
        signIn,
        publicUrl,
        publicOrigin: options.publicUrl,
        ...(options.limits ? { limits: options.limits } : {}),
      },
      page: {
        pageFolder: options.pageFolder ?? makePage(t),
        frameAncestors: options.frameAncestors ?? ['https://app.vcita.com'],
      },
      ...(options.api ? { api: options.api } : {}),
      logger,
    }),
  });
  const listening = await listen(web, '127.0.0.1', 0);
  t.after(() => listening.stop(0));
  port = listening.port;
  return { ...setup, origin: `http://127.0.0.1:${port}`, port };
}

/** A built page as Vite leaves it. */
export function makePage(t: Cleaner): string {
  const folder = makeTempDir(t);
  mkdirSync(join(folder, 'assets'));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><meta property="csp-nonce" nonce="__NONCE__"><script nonce="__NONCE__" src="./assets/index-a1.js"></script>',
  );
  writeFileSync(join(folder, 'assets', 'index-a1.js'), `console.log('${'ferry '.repeat(500)}');`);
  writeFileSync(join(folder, 'assets', 'font-b2.woff2'), 'font');
  writeFileSync(join(folder, 'secret.txt'), 'not for anybody');
  return folder;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  text: string;
}

/** One request with headers that `fetch` would not send, such as Host. */
export function ask(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { method = 'GET', headers, body } = options;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (res) => {
      const pieces: Buffer[] = [];
      res.on('data', (piece: Buffer) => pieces.push(piece));
      res.on('end', () => {
        const whole = Buffer.concat(pieces);
        const { statusCode: status = 0, headers: got } = res;
        resolve({ status, headers: got, body: whole, text: whole.toString('utf8') });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
