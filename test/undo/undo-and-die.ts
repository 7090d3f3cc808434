import { runJob } from '../../src/jobs/run-job.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { stepsAt } from './imported.js';

/** `<data folder> <address of the CRM> <job>`: runs an undo until it is done, or somebody kills this process. */
const [dataDir = '', apiUrl = '', jobId = ''] = process.argv.slice(2);
const store = openSqliteStore(dataDir);
const job = await store.findJob(jobId);
const now = () => new Date();
if (job) await runJob({ store, now }, job, stepsAt(store, apiUrl), new AbortController().signal);
await store.close();
