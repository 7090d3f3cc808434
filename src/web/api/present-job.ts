import type { Job } from '../../jobs/job.js';
import type { JobWire } from './wire-results.js';

export const presentJob = ({ id, kind, state, problem }: Job): JobWire => ({
  uid: id,
  kind,
  state,
  problem: problem ?? null,
});
