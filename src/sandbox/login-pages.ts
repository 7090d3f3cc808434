import express, { Router } from 'express';
import { sendPage } from './page-policy.js';
import { renderLogin } from './pages/account-choice.js';
import { renderDocument } from './pages/layout.js';
import type { SiteVisitors } from './site-visitors.js';

/** Choosing an account, and leaving it. */
export function createLoginPages(visitors: SiteVisitors): Router {
  const router = Router();
  router.get('/login', (_req, res) => {
    const body = renderLogin(visitors.choices);
    sendPage(res, renderDocument({ title: 'Sandbox CRM', language: 'en', body }));
  });
  router.post('/login', express.urlencoded({ extended: false }), (req, res) => {
    const staff = visitors.find((req.body as Record<string, unknown>).account);
    if (staff !== undefined) visitors.remember(res, staff);
    res.redirect(303, '/');
  });
  router.post('/logout', (_req, res) => {
    visitors.forget(res);
    res.redirect(303, '/login');
  });
  return router;
}
