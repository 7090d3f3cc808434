import { after } from 'node:test';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
} from 'playwright-core';
import type { Cleaner } from './temp-dir.js';

/** A real Chromium for the tests of one file. */
export interface TestBrowser {
  /** A fresh profile, closed after the test. */
  newContext(t: Cleaner, options?: BrowserContextOptions): Promise<BrowserContext>;
}

/** Call once at the top of a test file; the browser starts when the first context is asked for. */
export function useBrowser(): TestBrowser {
  let starting: Promise<Browser> | undefined;
  after(async () => {
    await (await starting)?.close();
  });
  return {
    async newContext(t, options) {
      const browser = await (starting ??= launch());
      const context = await browser.newContext(options);
      t.after(() => context.close());
      return context;
    },
  };
}

/** The package's own flags switch off what the tests are about: origins and frames. */
async function launch(): Promise<Browser> {
  // On such a machine the package brings the system's libraries that a browser needs; a bare Node image has none.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs20.x';
  const { default: sparticuz } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}
