import { Router, type RequestHandler } from 'express';
import { createAppPage } from './app-page.js';
import type { JwsIssuer } from './compact-jws.js';
import { createConsentPages, type ConsentPagesOptions } from './consent-pages.js';
import type { CrmStore } from './crm-store.js';
import { createListPages } from './list-pages.js';
import { createLoginPages } from './login-pages.js';
import { FAVICON } from './pages/icons.js';
import { FRAME_STYLE } from './pages/style-frame.js';
import { PARTS_STYLE } from './pages/style-parts.js';
import { createSettingsPages } from './settings-pages.js';
import { createForStaff } from './site-frame.js';
import type { SiteSettings } from './site-settings.js';
import type { StaffTokens } from './staff-tokens.js';

export interface CrmSiteOptions extends ConsentPagesOptions {
  store: CrmStore;
  jws: JwsIssuer;
  settings: SiteSettings;
  tokens: StaffTokens;
  appCode: string;
  /** The app's public address; undefined when there is none to show. */
  appUrl: string | undefined;
  /** Our own address, without a trailing slash. */
  origin: string;
}

/** The CRM as people see it: clients, the app in its frame, imports and settings of one business. */
export function createCrmSite(options: CrmSiteOptions): Router {
  const router = Router();
  const forStaff = createForStaff(options.visitors, options.settings);
  const brandHost = new URL(options.origin).host;

  router.get('/sandbox/style.css', (_req, res) => {
    res.type('css').send(FRAME_STYLE + PARTS_STYLE);
  });
  router.get('/sandbox/icon.svg', (_req, res) => {
    res.type('svg').send(FAVICON.html);
  });
  router.use(createOneAddress(options.origin));
  router.use(createConsentPages(options));
  router.use(createLoginPages(options.visitors));
  router.use(createListPages({ ...options, forStaff }));
  router.use(createAppPage({ ...options, forStaff, brandHost }));
  router.use(createSettingsPages({ ...options, forStaff }));
  return router;
}

/** The app lets itself be framed by one origin, and `localhost` is another one than the address it stands for. */
function createOneAddress(origin: string): RequestHandler {
  const { port } = new URL(origin);
  return (req, res, next) => {
    if (req.method === 'GET' && req.get('host') === `localhost:${port}`) {
      res.redirect(307, `${origin}${req.originalUrl}`);
      return;
    }
    next();
  };
}
