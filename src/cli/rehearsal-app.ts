import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../app.js';
import { loadConfig } from '../config.js';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.js';

const LOOPBACK = '127.0.0.1';

/** Where the app takes people back after signing in. */
const CALLBACK_PATH = '/sign-in/callback';

/** What is in flight gets this long to finish. */
const STOP_GRACE_MS = 2_000;

/** Known to the app and the sandbox of one rehearsal, and good for nothing else. */
const CLIENT = { clientId: 'rehearsal-client', clientSecret: 'rehearsal-secret' };

/** What the sandbox must know of an app on this port of loopback. */
export function appForSandbox(
  port: number,
): Required<
  Pick<SandboxOptions, 'apiUri' | 'appUrl' | 'clientId' | 'clientSecret' | 'redirectUri'>
> {
  const appUrl = `http://${LOOPBACK}:${port}`;
  return { ...CLIENT, apiUri: appUrl, appUrl, redirectUri: `${appUrl}${CALLBACK_PATH}` };
}

export interface RehearsalApp {
  dataDir: string;
  close(): Promise<void>;
}

export interface RehearsalAppOptions {
  port: number;
  appCode: string;
  sandbox: Pick<Sandbox, 'url'>;
  env: Record<string, string | undefined>;
}

/**
 * Starts the app beside a sandbox and for it alone. Its data stays in `DATA_DIR` when that is set, and else in a temporary
 * folder that closing removes. Throws what `loadConfig` and `startApp` throw.
 */
export async function startRehearsalApp(options: RehearsalAppOptions): Promise<RehearsalApp> {
  const { dataDir, removeData } = await chooseDataDir(options.env);
  try {
    const app = await startApp(loadConfig(environmentOf(options, dataDir)));
    await app.whole.catch(async (error: unknown) => {
      await app.close(STOP_GRACE_MS);
      throw error;
    });
    const close = async () => {
      await app.close(STOP_GRACE_MS);
      await removeData();
    };
    return { dataDir, close };
  } catch (error) {
    await removeData();
    throw error;
  }
}

async function chooseDataDir(env: RehearsalAppOptions['env']) {
  const configured = env['DATA_DIR']?.trim() ?? '';
  if (configured !== '') return { dataDir: configured, removeData: () => Promise.resolve() };
  const dataDir = await mkdtemp(join(tmpdir(), 'clientferry-rehearsal-'));
  return { dataDir, removeData: () => rm(dataDir, { recursive: true, force: true }) };
}

/** The person's own settings, but wired to the sandbox. */
function environmentOf({ env, port, appCode, sandbox }: RehearsalAppOptions, dataDir: string) {
  const { appUrl, clientId, clientSecret } = appForSandbox(port);
  return {
    ...env,
    HOST: LOOPBACK,
    PORT: String(port),
    PUBLIC_URL: appUrl,
    DATA_DIR: dataDir,
    // a rehearsal touches neither the database nor the secret of the real thing
    DATABASE_URL: undefined,
    EXPORT_SECRET: undefined,
    INTANDEM_API_URL: sandbox.url,
    INTANDEM_APP_CODE: appCode,
    INTANDEM_CLIENT_ID: clientId,
    INTANDEM_CLIENT_SECRET: clientSecret,
    BRAND_HOSTS: sandbox.url,
    FRAME_ANCESTORS: sandbox.url,
    LOG_LEVEL: env['LOG_LEVEL'] ?? 'warn',
  };
}

/** A port of loopback that was free a moment ago: app and sandbox must know each other's before either listens. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
