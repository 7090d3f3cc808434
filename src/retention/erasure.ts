import type { Batch } from '../staging/batch.js';

/** What stands in place of a text that named the person. */
const ERASED_TEXT = '(erased)';

/** What is to be taken out of a batch for good. */
export interface Erasure {
  /** Sequence numbers of clients. */
  seqs: readonly number[];
  /** Ids of rejects. */
  rejectIds: readonly number[];
  /** External ids of these clients, which the host's reports may name. */
  externalIds: readonly string[];
  /** Whether a text anywhere in a JSON value names the person; warnings, job items and the batch's own words that do go too. */
  holds: (value: unknown) => boolean;
  /**
   * Whether clients were handed over under their sequence numbers: then an erased one stays as an empty one. Else the batch is
   * made whole again, the numbers of those that follow being given anew, and its jobs go with the old numbers.
   */
  keepsNumbers: boolean;
}

/** What a store took out of a batch, in numbers and codes. */
export interface TakenOut {
  clients: number;
  /** Records under which these clients stood. */
  accepted: number;
  merged: number;
  /** Codes of the first issue of each reject. */
  rejects: readonly string[];
  /** Codes of all warnings. */
  warnings: readonly string[];
}

/**
 * The batch after the taking out. Its books balance, what is missing being counted as erased; its content key is no longer that
 * of the files, so that the same files can be staged again.
 */
export function batchAfterErasure(batch: Batch, taken: TakenOut, erasure: Erasure): Batch {
  const { counts } = batch;
  const records = taken.accepted + taken.merged + taken.rejects.length;
  return withoutPerson(
    {
      ...batch,
      contentKey: `erased-${batch.id}`,
      counts: {
        ...counts,
        accepted: counts.accepted - taken.accepted,
        merged: counts.merged - taken.merged,
        rejected: counts.rejected - taken.rejects.length,
        rejectedByCause: withoutCodes(counts.rejectedByCause, taken.rejects),
        warnings: withoutCodes(counts.warnings, taken.warnings),
        erased: sum(counts.erased, records),
        ...(erasure.keepsNumbers
          ? { erasedClients: sum(counts.erasedClients, taken.clients) }
          : { clients: counts.clients - taken.clients }),
      },
    },
    erasure.holds,
  );
}

/** Undefined rather than none. */
const sum = (before: number | undefined, more: number): number | undefined =>
  (before ?? 0) + more || undefined;

function withoutCodes(
  counts: Readonly<Record<string, number>>,
  codes: readonly string[],
): Record<string, number> {
  const left = { ...counts };
  for (const code of codes) left[code] = (left[code] ?? 0) - 1;
  return Object.fromEntries(Object.entries(left).filter(([, n]) => n > 0));
}

/** Values that staging did not know, names of files and columns: they may name the person too. */
function withoutPerson<T>(value: T, holds: (value: unknown) => boolean): T {
  if (!holds(value)) return value;
  if (typeof value === 'string') return ERASED_TEXT as T;
  if (Array.isArray(value)) return value.map((one: unknown) => withoutPerson(one, holds)) as T;
  const kept = Object.entries(value as Record<string, unknown>).filter(([key]) => !holds(key));
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutPerson(one, holds)])) as T;
}
