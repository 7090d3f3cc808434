import { createId } from '../src/create-id.js';
import type { Batch } from '../src/staging/batch.js';
import type { Store } from '../src/store/store.js';
import { summaryOf } from '../test/support/seal-batch.js';

/** What is written before the store is waited for. */
const AT_A_TIME = 2_000;

/** The text of client number `n`, as the CRM gets it. */
export const madeUpText = (n: number): string =>
  JSON.stringify({
    ...{ first_name: 'Mira', last_name: 'Okafor', email: `client${n}@example.org` },
    ...{ phone: '+442079460018', address: `${n} Mill Lane, London, N1 1AA` },
    ...{ external_id: String(n).padStart(7, '0'), status: 'customer', tags: '2026, list' },
    ...{ opt_in: true, notes: 'Prefers mornings' },
  });

/** A batch of that many made-up clients of 10 fields, put into a store without a file that is read. */
export async function sealMadeUpBatch(
  store: Store,
  clients: number,
  businessUid = 'b1',
): Promise<Batch> {
  const id = createId('b');
  const writer = await store.createBatchWriter(id);
  for (let n = 1; n <= clients; n++) {
    writer.addClient({ file: 0, record: n, line: n + 1 }, madeUpText(n));
    if (n % AT_A_TIME === 0) await writer.drain();
  }
  const summary = summaryOf(id, { businessUid });
  const counts = { ...summary.counts, records: clients, accepted: clients, clients };
  const batch = await writer.seal({ ...summary, counts });
  await writer.abandon();
  return batch;
}
