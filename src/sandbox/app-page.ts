import { Router } from 'express';
import type { JwsIssuer } from './compact-jws.js';
import { frameAddress } from './frame-address.js';
import { renderAppFrame, renderNoApp } from './pages/import-page.js';
import type { ForStaff } from './site-frame.js';
import type { SiteSettings } from './site-settings.js';

export interface AppPageOptions {
  forStaff: ForStaff;
  settings: SiteSettings;
  jws: JwsIssuer;
  appCode: string;
  appName: string;
  /** The app's public address; undefined when there is none to show. */
  appUrl: string | undefined;
  brandHost: string;
}

/** The menu entry of the app: the app in a frame that fills the view (intandem-contract section 5.3). */
export function createAppPage(options: AppPageOptions): Router {
  const { appUrl, appCode, appName, brandHost } = options;
  const router = Router();
  const page = { title: 'Import clients', place: 'import' } as const;

  router.get(
    '/import',
    options.forStaff(async ({ staff, show }) => {
      if (appUrl === undefined) {
        show({ ...page, main: renderNoApp() });
        return;
      }
      const settings = options.settings.of(staff);
      const jws = settings.handsOverJws
        ? (await options.jws.issue(staff, appCode, settings.isSupport)).token
        : undefined;
      const address = frameAddress({ appUrl, brandHost, staff, settings, jws });
      const main = renderAppFrame(appName, address);
      show({ ...page, main, isFilled: true }, { frames: [new URL(appUrl).origin] });
    }),
  );
  return router;
}
