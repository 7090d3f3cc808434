import { Router } from 'express';
import type { Logger } from '../logger.js';
import { createPageRoute, type PageRouteDeps } from './page-route.js';
import { createSignInRoutes, type SignInRoutesDeps } from './sign-in/sign-in-routes.js';

export interface StaffRoutesDeps {
  signIn: Omit<SignInRoutesDeps, 'logger'>;
  page: PageRouteDeps;
  /** Behind signing in; a test of that alone has none. */
  api?: Router;
  logger: Logger;
}

/** Everything for staff: signing in, the API of the page, and the page. */
export function createStaffRoutes({ signIn, page, api, logger }: StaffRoutesDeps): Router {
  const router = Router();
  router.use(createSignInRoutes({ ...signIn, logger }));
  if (api) router.use('/api', api);
  router.use(createPageRoute(page));
  return router;
}
