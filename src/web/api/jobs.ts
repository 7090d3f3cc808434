import { FerryError } from '../../errors.js';
import { stopJob } from '../../jobs/run-job.js';
import type { ApiDeps } from './api-deps.js';
import { presentJob } from './present-job.js';
import { refuseOthers } from './refuse-others.js';
import { json, route, type ApiRoute } from './route.js';
import * as wire from './wire-results.js';

/** Work on the CRM that takes longer than a request. */
export function jobRoutes(deps: ApiDeps): ApiRoute[] {
  return [
    route({
      method: 'post',
      path: '/jobs/{uid}/stop',
      summary: 'End work on the CRM; what was done stays done',
      role: 'import',
      answers: json(wire.job),
      audit: 'job_stopped',
      handle: async ({ who, params }) => {
        const job = await deps.store.findJob(params.uid);
        if (job?.businessUid !== who.businessUid)
          throw new FerryError('job_not_found', `There is no job ${params.uid}.`);
        refuseOthers(who, job.staffUid, {
          message: 'This work was started by somebody else.',
          hint: 'Ask them, or an administrator of your account, to end it.',
        });
        return presentJob(await stopJob(deps, job.id));
      },
    }),
  ];
}
