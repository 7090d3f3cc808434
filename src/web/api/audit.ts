import type { Identity } from '../../sign-in/identity.js';
import type { ApiDeps } from './api-deps.js';
import type { ApiRoute } from './route.js';

/** Enters what a route did, by whom and to what: ids only, no client data and no file names (promises S23). */
export async function enterInAudit(
  { store, now }: Pick<ApiDeps, 'store' | 'now'>,
  who: Identity,
  { audit, subject }: ApiRoute,
  params: Readonly<Record<string, string>>,
  answer: unknown,
): Promise<void> {
  if (audit === undefined) return;
  await store.appendAudit({
    at: now().toISOString(),
    businessUid: who.businessUid,
    staffUid: who.staffUid,
    impersonatedBy: who.impersonatedBy,
    action: audit,
    subject: subject ? subject(answer as never) : params['uid'],
  });
}
