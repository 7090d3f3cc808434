import type { Job } from '../../jobs/job.js';
import { getBatchOf, getSessionOf } from '../../sessions/of-business.js';
import { startReconcile, type ReconcileRequest } from '../../results/reconcile/start-reconcile.js';
import { summariseReconciliation } from '../../results/reconcile/summarise.js';
import { notConnected } from '../../sessions/declare-for.js';
import type { Identity } from '../../sign-in/identity.js';
import type { ApiDeps } from './api-deps.js';
import { presentJob } from './present-job.js';
import { presentReconciliation } from './present-import.js';
import { json, route, type ApiRoute } from './route.js';
import * as wire from './wire-results.js';

/** Looking into the CRM: after an import at what became of it, before one at what the CRM has already. */
export function reconcileRoutes(deps: ApiDeps): ApiRoute[] {
  const { store } = deps;
  return [
    route({
      method: 'post',
      path: '/imports/{uid}/reconcile',
      summary: 'Begin to compare the clients of the CRM with those of an import',
      role: 'import',
      body: wire.reconcileRequest,
      answers: json(wire.job, 202),
      audit: 'reconcile_started',
      handle: async ({ who, params, body }) => {
        const { importId } = await getSessionOf(store, who.businessUid, params.uid);
        return presentJob(await begin(deps, who, { importId }, body.sample));
      },
    }),
    route({
      method: 'get',
      path: '/batches/{uid}/reconcile',
      summary: 'The latest comparison before the import of a batch',
      role: 'view',
      answers: json(wire.batchReconciliation),
      handle: async ({ who, params }) => {
        const { id } = await getBatchOf(store, who.businessUid, params.uid);
        const latest = await findLatestBefore(deps, id);
        const summary = latest && (await summariseReconciliation(store, latest));
        return { reconciliation: summary ? presentReconciliation(summary) : null };
      },
    }),
    route({
      method: 'post',
      path: '/batches/{uid}/reconcile',
      summary: 'Begin to note which clients of a batch the CRM has before its import',
      role: 'import',
      body: wire.reconcileRequest,
      answers: json(wire.job, 202),
      audit: 'reconcile_started',
      handle: async ({ who, params, body }) => {
        const { id } = await getBatchOf(store, who.businessUid, params.uid);
        return presentJob(await begin(deps, who, { batchId: id }, body.sample));
      },
    }),
  ];
}

/** The CRM is read in the name of who asks. Throws `not_connected` and what `startReconcile` throws. */
async function begin(
  deps: ApiDeps,
  who: Identity,
  of: ReconcileRequest['of'],
  sample: number | undefined,
): Promise<Job> {
  if ((await deps.signIn.hostTokenOf(who)) === undefined) throw notConnected();
  const job = await startReconcile(
    { ...deps, createId: deps.createJobId },
    { of, staffUid: who.staffUid, sample },
  );
  deps.onJob();
  return job;
}

async function findLatestBefore({ store }: ApiDeps, batchId: string): Promise<Job | undefined> {
  const jobs = await store.listJobs({ batchId, kind: 'reconcile' });
  return jobs.find(({ importId }) => importId === undefined);
}
