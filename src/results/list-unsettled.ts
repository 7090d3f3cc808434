import { getBatchToDeclare } from '../sessions/declarable.js';
import type { Store } from '../store/store.js';
import { foundAt } from './read-findings.js';
import { readResults, type ResultsStore } from './read-results.js';
import type { RetryDeps, Unsettled } from './retry-import.js';
import { resultOf } from './tally-reports.js';

/**
 * The clients of an import that are not known to have arrived, by ascending sequence number, as they are known at one time: the
 * host said that they failed, they were looked for there in vain, or nothing is known of them one by one (which includes those
 * that it counted without naming them). Whom another import has brought since is not among them. Throws `batch_not_found`, `batch_damaged`.
 */
export async function* listUnsettled(
  store: ResultsStore & Pick<Store, 'listSessionsOfImport'>,
  importId: string,
): ReturnType<RetryDeps['listUnsettled']> {
  const sessions = await store.listSessionsOfImport(importId);
  const [first] = sessions;
  if (!first) return;
  const batch = await getBatchToDeclare(store, first);
  const { clients } = batch.counts;
  const { settled, findings } = await readResults(store, { importId, sessions, batch, clients });
  for (let seq = 1; seq < settled.bySeq.length; seq++) {
    if (findings?.later.has(seq) === true) continue;
    const isMissing = findings !== undefined && foundAt(findings, seq) === 'missing';
    const why = reasonOf(resultOf(settled.bySeq[seq] ?? 0), isMissing);
    if (why) yield { seq, why };
  }
}

function reasonOf(result: ReturnType<typeof resultOf>, isMissing: boolean): Unsettled | undefined {
  if (result === 'failed') return 'failed';
  if (result !== 'unknown') return undefined;
  return isMissing ? 'missing' : 'unknown';
}
