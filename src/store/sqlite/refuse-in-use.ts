import { batchHandedOver, batchWorkedOn } from '../../retention/batch-in-use.js';
import type { RetentionTable } from './retention-table.js';
import type { SessionsTable } from './sessions-table.js';

/** Throws `batch_in_use` while an open session hands a batch over, or a job works on it. Within the caller's transaction. */
export function refuseInUse(
  { sessions, retention }: { sessions: SessionsTable; retention: RetentionTable },
  batchId: string,
): void {
  if (sessions.hasOpenSessionOf(batchId)) throw batchHandedOver(batchId);
  if (retention.isWorkedOn(batchId)) throw batchWorkedOn(batchId);
}
