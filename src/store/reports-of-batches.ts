import { RESULTS, type StoredReport } from '../results/report.js';

/** In SQL: the session `s` is one that the report `r` is about. */
const IS_ABOUT =
  's.id = r.session_id OR (r.session_id IS NULL AND s.host_session_id = r.host_session_id)';

/** In SQL: the sessions that the report `r` is about are known, and the batches of all of them are removed. */
export const IS_OF_REMOVED_BATCH = `
  EXISTS (SELECT 1 FROM sessions AS s WHERE ${IS_ABOUT})
  AND NOT EXISTS (SELECT 1 FROM sessions AS s JOIN batches AS b ON b.id = s.batch_id WHERE ${IS_ABOUT})`;

/** In SQL: no session is known that the report `r` is about. */
export const IS_STRAY = `
  r.session_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.host_session_id = r.host_session_id)`;

/** A report without the external ids of clients, which go away with their batch; how many they are stays. */
export function withoutExternalIds(report: StoredReport): StoredReport {
  const clients = { ...report.clients };
  for (const result of RESULTS) clients[result] = { ...clients[result], externalIds: [] };
  return { ...report, clients };
}
