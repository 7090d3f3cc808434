import type { CountsWire } from '../../web/api/wire.js';

/** Rows that a list has beside its records; nothing needs to be done about them. */
const NO_RECORDS = ['trailer', 'repeated_header'];

/** Records that are set aside, without rows that only look like records: lines of totals and repeated column names. */
export function leftToMend({
  rejected,
  rejected_by_cause,
}: Pick<CountsWire, 'rejected' | 'rejected_by_cause'>): number {
  const others = NO_RECORDS.map((code) => rejected_by_cause[code] ?? 0);
  return others.reduce((left, count) => left - count, rejected);
}
