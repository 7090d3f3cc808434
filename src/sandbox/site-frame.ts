import type { Request, RequestHandler, Response } from 'express';
import type { StaffMember } from './account.js';
import { sendPage, type PolicyOptions } from './page-policy.js';
import { renderPage, type Page } from './pages/layout.js';
import type { SiteSettings } from './site-settings.js';
import type { SiteVisitors } from './site-visitors.js';

/** One visit of somebody who has chosen an account. */
export interface Visit {
  staff: StaffMember;
  req: Request;
  res: Response;
  /** Sends a page in the CRM's frame. */
  show: (page: Omit<Page, 'viewer'>, policy?: PolicyOptions) => void;
}

/** Makes handlers for staff only; others are sent to the log-in. */
export type ForStaff = (answer: (visit: Visit) => void | Promise<void>) => RequestHandler;

/** Builds it over those who visit and what they have set. */
export function createForStaff(visitors: SiteVisitors, settings: SiteSettings): ForStaff {
  return (answer) => async (req, res) => {
    const staff = visitors.current(req);
    if (staff === undefined) {
      res.redirect(303, '/login');
      return;
    }
    const { businessName, staffName } = staff;
    const show: Visit['show'] = (page, policy) => {
      const viewer = { businessName, staffName, ...settings.of(staff) };
      sendPage(res, renderPage({ ...page, viewer }), policy);
    };
    await answer({ staff, req, res, show });
  };
}
