import type { ClientBase } from 'pg';
import { batchHandedOver, batchWorkedOn } from '../../retention/batch-in-use.js';
import { keyText } from './key-text.js';
import { LIVE_STATES_SQL, OPEN_STATES_SQL } from './migrations.js';

/** Throws `batch_in_use` while an open session hands a batch over, or a job works on it. Its row is locked by the caller. */
export async function refuseInUse(db: ClientBase, batchId: string): Promise<void> {
  const id = [keyText(batchId)];
  const open = await db.query(
    `SELECT 1 FROM sessions WHERE batch_id = $1 AND state IN (${OPEN_STATES_SQL}) LIMIT 1`,
    id,
  );
  if (open.rowCount !== 0) throw batchHandedOver(batchId);
  const live = await db.query(
    `SELECT 1 FROM jobs WHERE batch_id = $1 AND state IN (${LIVE_STATES_SQL}) LIMIT 1`,
    id,
  );
  if (live.rowCount !== 0) throw batchWorkedOn(batchId);
}
