import type { Job } from '../../src/jobs/job.js';
import type { Notice } from '../../src/notices/notice.js';
import { RESULTS, type Result, type StoredReport } from '../../src/results/report.js';
import type { Batch } from '../../src/staging/batch.js';

/** A time on 1 March 2026. */
export const atMinute = (minute: number): string =>
  `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;

/** A job that has just been begun over a batch. */
export function makeJob(
  { id: batchId, businessUid }: Pick<Batch, 'id' | 'businessUid'>,
  changes: Partial<Job> = {},
): Job {
  return {
    ...{ id: 'j_1', version: 1, kind: 'reconcile', businessUid, staffUid: 'staff1', batchId },
    ...{ importId: 's_1', state: 'running', problem: undefined, progress: { page: 1 } },
    ...{ createdAt: atMinute(0), updatedAt: atMinute(0), finishedAt: undefined },
    ...{ resumeAt: atMinute(1) },
    ...changes,
  };
}

/** A report about clients with these external ids, all of one result. */
export function makeReport(
  changes: Partial<StoredReport> = {},
  externalIds: string[] = ['ext-7', 'ext-8'],
  result: Result = 'created',
): StoredReport {
  const clients = Object.fromEntries(
    RESULTS.map((one) => [one, { count: 0, externalIds: [] as string[] }]),
  ) as StoredReport['clients'];
  clients[result] = { count: externalIds.length, externalIds };
  return {
    ...{ digest: 'digest-1', sessionId: undefined, hostSessionId: '77', page: 1 },
    ...{ importDone: false, clients, receivedAt: atMinute(0) },
    ...changes,
  };
}

/** A notice that waits to be sent by mail. */
export function makeNotice(changes: Partial<Notice> = {}): Notice {
  return {
    ...{ id: 'n_1', version: 1, channel: 'mail', businessUid: 'b1', staffUid: 'staff1' },
    ...{ importId: 's_1', outcome: 'success', state: 'waiting', attempts: 0 },
    ...{ dueAt: atMinute(5), createdAt: atMinute(0), sentAt: undefined, problem: undefined },
    ...changes,
  };
}
