/**
 * Goes on with a reconciliation and kills itself with SIGKILL at its n-th write, half of the times before it, half after.
 * Usage: reconcile-and-die <data folder> <job> <n> <clients in the CRM>
 */
import { runJob } from '../../src/jobs/run-job.js';
import { reconcileSteps } from '../../src/results/reconcile/reconcile-steps.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { createFakeCrm, crmClient } from './fake-crm.js';
import { idsFrom } from './reports.js';

const [dataDir = '', jobId = '', point = '', clients = ''] = process.argv.slice(2);
const store = openSqliteStore(dataDir);
let writes = 0;

const die = () => process.kill(process.pid, 'SIGKILL');

const deadly = Object.create(store, {
  saveJob: {
    value: async (...given: Parameters<Store['saveJob']>) => {
      writes += 1;
      if (writes === Number(point) && writes % 2 === 0) die();
      const saved = await store.saveJob(...given);
      if (writes === Number(point)) die();
      return saved;
    },
  },
}) as Store;

const crm = createFakeCrm(idsFrom(1, Number(clients)).map((id) => crmClient(Number(id))));
const steps = reconcileSteps({
  ...{ store, openKeyIndex, region: undefined },
  crmFor: () => Promise.resolve(crm),
});
const job = await store.findJob(jobId);
if (!job) throw new Error('there is no such job');
// The lease of whoever died before is over.
const now = () => new Date(Date.now() + Number(point) * 120_000);
await runJob({ store: deadly, now }, job, steps, new AbortController().signal);
await store.close();
