import { RESULTS, type StoredReport } from '../results/report.js';

/** What a job found out about a client that was erased since. */
export const ERASED_ITEM = '{}';

/** A report without some external ids; how many clients it tells of stays. */
export function withoutThese(report: StoredReport, externalIds: readonly string[]): StoredReport {
  const gone = new Set(externalIds);
  const clients = { ...report.clients };
  for (const result of RESULTS) {
    const told = clients[result];
    clients[result] = { ...told, externalIds: told.externalIds.filter((id) => !gone.has(id)) };
  }
  return { ...report, clients };
}
