import { randomUUID } from 'node:crypto';
import { createId } from '../../src/create-id.js';
import type { Batch, Reject, Warning } from '../../src/staging/batch.js';
import type { Store } from '../../src/store/store.js';

/** What a test says about a batch; the rest is made up. */
export interface BatchPlan {
  businessUid?: string;
  contentKey?: string;
  createdAt?: string;
  /** The JSON texts of the clients, in order. */
  clients?: readonly string[];
  rejects?: readonly Reject[];
  warnings?: readonly Warning[];
  isKept?: boolean;
}

/** The summary of a batch with this plan, as staging would draw it up. */
export function summaryOf(id: string, plan: BatchPlan = {}): Batch {
  const accepted = plan.clients?.length ?? 0;
  const rejected = plan.rejects?.length ?? 0;
  return {
    id,
    businessUid: plan.businessUid ?? 'b1',
    contentKey: plan.contentKey ?? randomUUID(),
    files: [],
    onDuplicate: 'keep-first',
    start: 1,
    limit: undefined,
    stoppedAtLimit: false,
    matterForm: undefined,
    mode: 'store',
    retryOf: undefined,
    fields: ['first_name'],
    counts: {
      records: accepted + rejected,
      accepted,
      merged: 0,
      rejected,
      outsideSlice: 0,
      blankLines: 0,
      rejectedByCause: {},
      warnings: {},
      clients: accepted,
      unmatchedValues: {},
    },
    createdAt: plan.createdAt ?? new Date().toISOString(),
  };
}

/** Writes and seals a batch through the store's own writer; returns the batch that stands. */
export async function sealBatch(store: Store, plan: BatchPlan = {}): Promise<Batch> {
  const id = createId('b');
  const writer = await store.createBatchWriter(id);
  try {
    for (const [at, client] of (plan.clients ?? []).entries())
      writer.addClient({ file: 0, record: at + 1, line: at + 2 }, client);
    for (const reject of plan.rejects ?? []) writer.addReject(reject);
    for (const warning of plan.warnings ?? []) writer.addWarning(warning);
    return await writer.seal(summaryOf(id, plan), { isKept: plan.isKept ?? true });
  } finally {
    await writer.abandon();
  }
}

/** The texts of clients 1..n. */
export const clientTexts = (n: number): string[] =>
  Array.from({ length: n }, (_, at) => JSON.stringify({ first_name: `Noa ${at + 1}` }));
