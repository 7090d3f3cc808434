import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TFunction } from 'i18next';
import type { BrowserContext, Frame, FrameLocator, Page } from 'playwright-core';
import { startApp } from '../../src/app.js';
import { loadConfig } from '../../src/config.js';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js';
import { textsOf } from './page-texts.js';
import { findFreePort } from './program.js';
import { makeTempDir, type Cleaner } from './temp-dir.js';

const CLIENT = { clientId: 'house-client', clientSecret: 'house-secret' };

/** The people of the CRM: an owner and a helper of one business, and the owner of another one. */
export const OWNER = {
  businessUid: 'bz-shop',
  businessName: 'Corner Shop',
  staffUid: 'st-noa',
  staffName: 'Noa Brandt',
  role: 'owner',
  token: 'token-noa',
};
const STRANGER = {
  businessUid: 'bz-gym',
  businessName: 'Harbour Gym',
  staffUid: 'st-idris',
  staffName: 'Idris Cole',
  role: 'owner',
  token: 'token-idris',
};

/** The stand-in CRM and the app beside it, each with an origin of its own, ended after the test. */
export interface CrmHouse {
  crm: Sandbox;
  appUrl: string;
  folder: string;
  /** Ends the app and starts it again over the same data. */
  restartApp(): Promise<void>;
}

export interface HouseOptions {
  crm?: Partial<SandboxOptions>;
  /** Settings of the app beyond those that join it to the CRM. */
  env?: Record<string, string>;
}

/** Starts both on free ports of loopback. */
export async function startCrmHouse(
  t: Cleaner,
  { crm: crmOptions = {}, env = {} }: HouseOptions = {},
): Promise<CrmHouse> {
  const folder = makeTempDir(t);
  const port = await findFreePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const crm = await startSandbox({
    ...{ port: 0, apiUri: appUrl, appCode: 'clientferry', appName: 'Client import' },
    ...{ ...CLIENT, appUrl, redirectUri: `${appUrl}/sign-in/callback` },
    accounts: [OWNER, STRANGER],
    requestsPerSecond: 0,
    log: () => undefined,
    ...crmOptions,
  });
  t.after(() => crm.close());
  const config = loadConfig({
    PORT: String(port),
    PUBLIC_URL: appUrl,
    DATA_DIR: join(folder, 'data'),
    INTANDEM_API_URL: crm.url,
    INTANDEM_CLIENT_ID: CLIENT.clientId,
    INTANDEM_CLIENT_SECRET: CLIENT.clientSecret,
    BRAND_HOSTS: crm.url,
    LOG_LEVEL: 'error',
    ...env,
  });
  let app = await startApp(config);
  t.after(() => app.close(0));
  const restartApp = async () => {
    await app.close(0);
    app = await startApp(config);
  };
  return { crm, appUrl, folder, restartApp };
}

/** What a page of a browser saw that it must never see. */
export interface Watch {
  /** Violations of a policy, errors of scripts, and requests to anybody but the CRM and the app. */
  readonly alarms: string[];
}

/** Watches everything that a context loads. */
export function watch(context: BrowserContext, { crm, appUrl }: CrmHouse): Watch {
  const alarms: string[] = [];
  const known = [crm.url, appUrl].map((url) => new URL(url).origin);
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !known.includes(origin)) alarms.push(`request to ${origin}`);
  });
  context.on('weberror', (error) => alarms.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    if (/content security policy|violates|refused to/i.test(message.text()))
      alarms.push(message.text());
  });
  return { alarms };
}

/** A staff member in front of the app's frame inside the CRM. */
export interface Desk {
  page: Page;
  app: FrameLocator;
  /** What the app says in the staff member's language, by `namespace:key`. */
  say: TFunction;
  crm: Sandbox;
}

/** What stands on the button that leads to the CRM's window. */
export const signInText = (say: TFunction, { url }: Sandbox): string =>
  say('common:signIn.buttonAt', { host: new URL(url).host });

export interface Visitor {
  staffName: string;
  language: string;
  /** Boxes to be ticked in the CRM's settings, by their names. */
  settings: readonly ('is_support' | 'hands_over_jws')[];
}

/** Logs in to the CRM as a person and opens the app from its menu. */
export async function openApp(
  context: BrowserContext,
  { crm }: CrmHouse,
  visitor: Partial<Visitor> = {},
): Promise<Desk> {
  const { staffName = OWNER.staffName, language = 'en', settings = [] } = visitor;
  const page = await context.newPage();
  await page.goto(`${crm.url}/login`);
  await page.getByRole('button', { name: staffName }).click();
  await page.goto(`${crm.url}/settings`);
  await page.locator('#language').selectOption(language);
  for (const box of settings) await page.locator(`#${box}`).check();
  await page.locator('form[action="/settings"] button').click();
  await page.goto(`${crm.url}/import`);
  return { page, app: page.frameLocator('iframe'), say: await textsOf(language), crm };
}

/** Signs in to the app through the CRM's window. */
export async function signIn({ page, app, say, crm }: Desk): Promise<void> {
  const opened = page.waitForEvent('popup');
  await app.getByRole('button', { name: signInText(say, crm) }).click();
  const popup = await opened;
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Approve' }).click();
  await closed;
}

/** The document inside the frame, for looking at it as a script does. */
export function frameOf({ page }: Desk, { appUrl }: CrmHouse): Frame {
  const frame = page.frames().find((one) => one.url().startsWith(appUrl));
  assert.ok(frame);
  return frame;
}
