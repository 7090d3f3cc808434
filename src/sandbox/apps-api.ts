import { Router } from 'express';
import { z } from 'zod';
import { accountOf } from './host-auth.js';
import { platformAnswer, platformFailure, successAnswer } from './host-envelopes.js';
import type { SiteSettings } from './site-settings.js';

export interface AppsApiOptions {
  appCode: string;
  appName: string;
  appTypes: readonly string[];
  apiUri: string;
  redirectUri: string | undefined;
}

export interface InstallsApiOptions {
  appCode: string;
  settings: SiteSettings;
  now: () => Date;
}

/** There is one app; its number means nothing. */
const APP_ID = '512';

const text = z.string().optional().catch(undefined);
const wantedInstalls = z.object({ business_uid: text, app_code_name: text });

/** `GET /platform/v1/apps/:code`: the app as it is registered (intandem-contract section 5.1). */
export function createAppsApi(options: AppsApiOptions): Router {
  const router = Router();
  router.get('/:code', (req, res) => {
    if (req.params.code !== options.appCode) {
      res.status(404).json(platformFailure('App not found'));
      return;
    }
    res.json(platformAnswer(presentApp(options)));
  });
  return router;
}

/** `GET /v3/apps/business_app_installs`: whether the app is installed for the business (intandem-contract section 5.2). */
export function createInstallsApi({ appCode, settings, now }: InstallsApiOptions): Router {
  const router = Router();
  const installedAt = now().toISOString();
  router.get('/', (req, res) => {
    const { businessUid } = accountOf(req);
    const wanted = wantedInstalls.parse(req.query);
    const isShown =
      settings.isInstalled(businessUid) &&
      (wanted.business_uid ?? businessUid) === businessUid &&
      (wanted.app_code_name ?? appCode) === appCode;
    const install = {
      uid: `install-${businessUid}`,
      business_uid: businessUid,
      app_code_name: appCode,
      created_at: installedAt,
      updated_at: installedAt,
    };
    res.json(successAnswer({ business_app_installs: isShown ? [install] : [] }));
  });
  return router;
}

function presentApp({ appCode, appName, appTypes, apiUri, redirectUri }: AppsApiOptions) {
  return {
    app_code_name: appCode,
    app_id: APP_ID,
    name: appName,
    app_type: appTypes,
    redirect_uri: redirectUri ?? null,
    api_uri: apiUri,
    url_params: ['business_uid', 'staff_uid', 'language', 'brand_host', 'impersonate'],
    open_in_new_tab: false,
  };
}
