import { listUnsettled } from '../../results/list-unsettled.js';
import { getSessionOf } from '../../sessions/of-business.js';
import { planRetry, startRetry, type RetryPlan } from '../../results/retry-import.js';
import { declareFor } from '../../sessions/declare-for.js';
import type { ApiDeps } from './api-deps.js';
import { presentDeclared } from './present-declared.js';
import { json, route, type ApiRoute } from './route.js';
import * as results from './wire-results.js';
import * as wire from './wire.js';

/** Sending those clients of an import again that failed or are missing. */
export function retryRoutes(deps: ApiDeps): ApiRoute[] {
  const { store } = deps;
  const unsettled = (importId: string) => listUnsettled(store, importId);
  const createBatchId = () => deps.drafts.createId('b');
  return [
    route({
      method: 'get',
      path: '/imports/{uid}/retry',
      summary: 'Which clients of an import would be sent again, and what the CRM does with them',
      role: 'view',
      query: results.retryQuery,
      answers: json(results.retryPlan),
      handle: async ({ who, params, query }) => {
        const { importId } = await getSessionOf(store, who.businessUid, params.uid);
        const choice = { unknown: query.unknown === 'true' };
        return presentPlan(await planRetry({ store, listUnsettled: unsettled }, importId, choice));
      },
    }),
    route({
      method: 'post',
      path: '/imports/{uid}/retry',
      summary: 'Send them again, as an import of its own',
      role: 'import',
      body: results.retryRequest,
      answers: json(wire.sessionStarted, 201),
      audit: 'import_retried',
      subject: ({ session }) => session.uid,
      handle: async ({ who, params, body }) => {
        const { importId } = await getSessionOf(store, who.businessUid, params.uid);
        const choice = { unknown: body.unknown, confirmed: body.confirm, staffUid: who.staffUid };
        const declared = await declareFor(deps, who, (declaring) =>
          startRetry(
            { ...declaring, store, listUnsettled: unsettled, createBatchId },
            importId,
            choice,
          ),
        );
        return presentDeclared(deps, declared);
      },
    }),
  ];
}

const presentPlan = (plan: RetryPlan): results.RetryPlanWire => ({
  clients: plan.clients,
  failed: plan.failed,
  missing: plan.missing,
  unknown: plan.unknown,
  with_email: plan.withEmail,
  without_email: plan.withoutEmail,
  override: plan.override,
  earlier: plan.earlierRetries,
});
