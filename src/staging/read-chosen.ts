import type { ClientOrigin, Store } from '../store/store.js';

/** A client of a batch with where it came from. */
export interface ChosenClient extends ClientOrigin {
  seq: number;
}

/** Chosen clients that lie so close together are read at once. */
const SPAN = 1_000;

/** Reads clients of a batch by their sequence numbers, which ascend; memory stays flat. Throws `batch_damaged`. */
export async function* readChosen(
  store: Pick<Store, 'readOrigins'>,
  batchId: string,
  seqs: AsyncIterable<number>,
): AsyncGenerator<ChosenClient> {
  for await (const near of gather(seqs)) {
    const [first = 0] = near;
    const origins = await store.readOrigins(batchId, first, near.at(-1) ?? first);
    for (const seq of near) {
      const origin = origins[seq - first];
      if (origin) yield { seq, ...origin };
    }
  }
}

/** Groups ascending numbers that lie within one span. */
async function* gather(seqs: AsyncIterable<number>): AsyncGenerator<number[]> {
  let near: number[] = [];
  for await (const seq of seqs) {
    if (seq - (near[0] ?? seq) >= SPAN) {
      yield near;
      near = [];
    }
    near.push(seq);
  }
  if (near.length > 0) yield near;
}
