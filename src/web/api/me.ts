import { decodeJwt } from 'jose';
import { MAX_CLIENTS_PER_SESSION } from '../../sessions/session.js';
import type { ApiDeps } from './api-deps.js';
import { json, route, type ApiRoute } from './route.js';
import * as wire from './wire.js';

export function meRoutes({ signIn, drafts, now }: ApiDeps): ApiRoute[] {
  return [
    route({
      method: 'get',
      path: '/me',
      summary: 'Who is signed in, and what they may do',
      role: 'view',
      answers: json(wire.me),
      handle: async ({ who, req }) => ({
        business_uid: who.businessUid,
        business_name: who.businessName ?? null,
        staff_uid: who.staffUid,
        role: who.role,
        impersonated_by: who.impersonatedBy ?? null,
        connected: (await signIn.hostTokenOf(who)) !== undefined,
        expires_at: expiryOf(req.get('authorization')) ?? now().toISOString(),
        limits: {
          upload_bytes: drafts.settings.uploadMaxBytes,
          files_per_draft: drafts.settings.maxFiles,
          clients_per_session: MAX_CLIENTS_PER_SESSION,
        },
      }),
    }),
  ];
}

/** When the token that came with the request is over; it is ours and was verified before. */
function expiryOf(authorization = ''): string | undefined {
  const { exp } = decodeJwt(authorization.split(' ').at(-1) ?? '');
  return exp === undefined ? undefined : new Date(exp * 1000).toISOString();
}
