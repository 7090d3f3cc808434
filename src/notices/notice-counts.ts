import type { ImportAccount } from '../results/import-account.js';
import { RESULTS } from '../results/report.js';

/** What a notice tells, in the order in which it does. The books: `clients = created + updated + skipped + failed + unknown`. */
export const NOTICE_COUNTS = ['clients', 'handed_over', ...RESULTS, 'unknown', 'rejected'] as const;
export type NoticeCounts = Record<(typeof NOTICE_COUNTS)[number], number>;

/** An import in numbers: clients but for `rejected`, which are records of the file. */
export function countsOf({ clients, handedOver, results, rejected }: ImportAccount): NoticeCounts {
  return { clients, handed_over: handedOver, ...results, rejected };
}
