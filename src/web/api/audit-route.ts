import type { ApiDeps } from './api-deps.js';
import { json, route, type ApiRoute } from './route.js';
import * as wire from './wire.js';

const MOST_ENTRIES = 500;

export function auditRoutes({ store }: ApiDeps): ApiRoute[] {
  return [
    route({
      method: 'get',
      path: '/audit',
      summary: 'Who did what, newest first',
      role: 'admin',
      answers: json(wire.audit),
      handle: async ({ who }) => {
        const entries = await store.listAudit(who.businessUid, MOST_ENTRIES);
        return {
          entries: entries.map(({ at, staffUid, impersonatedBy, action, subject }) => ({
            at,
            staff_uid: staffUid,
            impersonated_by: impersonatedBy ?? null,
            action,
            subject: subject ?? null,
          })),
        };
      },
    }),
  ];
}
