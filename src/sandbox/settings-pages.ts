import express, { Router } from 'express';
import { z } from 'zod';
import { isLanguage } from './pages/language.js';
import { renderSettings } from './pages/settings-page.js';
import type { ForStaff } from './site-frame.js';
import type { SiteSettings } from './site-settings.js';
import type { StaffTokens } from './staff-tokens.js';

export interface SettingsPagesOptions {
  forStaff: ForStaff;
  settings: SiteSettings;
  tokens: StaffTokens;
  appName: string;
}

const done = z.object({ done: z.enum(['saved', 'expired']).optional().catch(undefined) });
const language = z.string().refine(isLanguage);
const form = z.object({
  language,
  // a box that is not checked is not sent at all
  is_installed: z.string().optional(),
  is_support: z.string().optional(),
  hands_over_jws: z.string().optional(),
});

/** The settings page, and the choice of language in the header. */
export function createSettingsPages(options: SettingsPagesOptions): Router {
  const { forStaff, settings, tokens, appName } = options;
  const router = Router();
  const readForm = express.urlencoded({ extended: false });

  router.get(
    '/settings',
    forStaff(({ staff, req, show }) => {
      const view = {
        ...settings.of(staff),
        appName,
        isInstalled: settings.isInstalled(staff.businessUid),
        done: done.parse(req.query).done,
      };
      show({ title: 'Settings', place: 'settings', main: renderSettings(view) });
    }),
  );
  router.post(
    '/settings',
    readForm,
    forStaff(({ staff, req, res }) => {
      const wanted = form.safeParse(req.body);
      if (wanted.success) {
        settings.change(staff, {
          language: wanted.data.language,
          isSupport: wanted.data.is_support !== undefined,
          handsOverJws: wanted.data.hands_over_jws !== undefined,
        });
        settings.setInstalled(staff.businessUid, wanted.data.is_installed !== undefined);
      }
      res.redirect(303, '/settings?done=saved');
    }),
  );
  router.post(
    '/settings/language',
    readForm,
    forStaff(({ staff, req, res }) => {
      const wanted = z.object({ language }).safeParse(req.body);
      if (wanted.success) settings.change(staff, wanted.data);
      res.redirect(303, pathOf(req.get('referer')));
    }),
  );
  router.post(
    '/settings/expire-tokens',
    forStaff(({ res }) => {
      tokens.expireIssued();
      res.redirect(303, '/settings?done=expired');
    }),
  );
  return router;
}

/** The page that the form was on, as a path of this CRM whatever was sent. */
function pathOf(referer: string | undefined): string {
  const address = referer === undefined ? null : URL.parse(referer);
  return address === null ? '/' : `/${address.pathname.replace(/^\/+/, '')}${address.search}`;
}
