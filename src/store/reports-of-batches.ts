import { RESULTS, type StoredReport } from '../results/report.js';

/** In SQL: the session `s` is one that the report `r` may be about. */
const IS_ABOUT =
  's.id = r.session_id OR (r.session_id IS NULL AND s.host_session_id = r.host_session_id)';

/** In SQL: the sessions that the report `r` may be about are known, and the batches of all of them are removed. */
export const IS_OF_REMOVED_BATCH = `
  EXISTS (SELECT 1 FROM sessions AS s WHERE ${IS_ABOUT})
  AND NOT EXISTS (SELECT 1 FROM sessions AS s JOIN batches AS b ON b.id = s.batch_id WHERE ${IS_ABOUT})`;

/** In SQL: exactly one session has the host's id that the report `r` names, which says nothing while several have it. */
export const NAMES_ONE_SESSION =
  '(SELECT count(*) FROM sessions AS s WHERE s.host_session_id = r.host_session_id) = 1';

/** In SQL: it is not known which session the report `r` is about. */
export const IS_STRAY = `r.session_id IS NULL AND NOT ${NAMES_ONE_SESSION}`;

/** A report without the external ids of clients, which go away with their batch; how many they are stays. */
export function withoutExternalIds(report: StoredReport): StoredReport {
  const clients = { ...report.clients };
  for (const result of RESULTS) clients[result] = { ...clients[result], externalIds: [] };
  return { ...report, clients };
}
