import express, { Router } from 'express';
import type { AuthorizationCodes } from './authorization-codes.js';
import {
  checkAuthorizationRequest,
  returnAddress,
  type AuthorizationRequest,
  type RegisteredApp,
} from './authorization-request.js';
import { sendPage } from './page-policy.js';
import { renderConsent, renderRefusedRequest } from './pages/account-choice.js';
import type { Html } from './pages/html.js';
import { renderDocument } from './pages/layout.js';
import { keyOf, type SiteVisitors } from './site-visitors.js';

export interface ConsentPagesOptions {
  app: RegisteredApp | undefined;
  appName: string;
  codes: AuthorizationCodes;
  visitors: SiteVisitors;
}

/** Both are in use (intandem-contract section 6.2). */
const PATHS = ['/app/oauth/authorize', '/oauth/authorize'];

const PARAMETERS = [
  'client_id',
  'redirect_uri',
  'response_type',
  'state',
  'code_challenge',
  'code_challenge_method',
];

/** Where a person says who they are and lets the app in, or does not. */
export function createConsentPages({ app, appName, codes, visitors }: ConsentPagesOptions): Router {
  const router = Router();

  router.get(PATHS, (req, res) => {
    const checked = checkAuthorizationRequest(req.query, app);
    if (checked.kind === 'refused') {
      res.redirect(checked.address);
      return;
    }
    if (checked.kind === 'stranger') {
      sendPage(res.status(400), draw('Request refused', renderRefusedRequest(checked.reason)));
      return;
    }
    const current = visitors.current(req);
    const consent = renderConsent({
      appName,
      choices: visitors.choices,
      chosen: current && keyOf(current),
      request: pickParameters(req.query),
    });
    const forms = [new URL(checked.request.redirectUri).origin];
    sendPage(res, draw(`Connect ${appName}`, consent), { forms });
  });

  router.post(PATHS, express.urlencoded({ extended: false }), (req, res) => {
    const sent = req.body as Record<string, unknown>;
    const checked = checkAuthorizationRequest(sent, app);
    const staff = visitors.find(sent.account);
    if (checked.kind !== 'good' || staff === undefined) {
      const reason = 'The form does not hold what this CRM put into it.';
      sendPage(res.status(400), draw('Request refused', renderRefusedRequest(reason)));
      return;
    }
    if (sent.answer !== 'approve') {
      res.redirect(303, refusal(checked.request));
      return;
    }
    visitors.remember(res, staff);
    const { redirectUri, challenge } = checked.request;
    const code = codes.issue({ staff, redirectUri, challenge });
    res.redirect(303, returnAddress(checked.request, { code }));
  });

  return router;
}

const draw = (title: string, body: Html) => renderDocument({ title, language: 'en', body });

const refusal = (request: AuthorizationRequest) =>
  returnAddress(request, {
    error: 'access_denied',
    error_description: 'The person did not approve',
  });

/** What of the request travels on through the form. */
function pickParameters(query: unknown): Record<string, string> {
  const sent = new Map(Object.entries(query as Record<string, unknown>));
  return Object.fromEntries(
    PARAMETERS.flatMap((name) => {
      const value = sent.get(name);
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
