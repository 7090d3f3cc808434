import { InvalidArgumentError } from 'commander';
import type { Retention, RetentionReason } from '../retention/retention-of.js';

/** Goes back to the rule. */
export const RULE = 'rule';

const REASONS: Record<RetentionReason, string> = {
  person: 'as a person said',
  rule_after_import: 'by RETENTION_DAYS, from the end of its last session',
  rule_after_staging: 'by RETENTION_DAYS, from its staging',
  wipe: 'to be removed as soon as its import is complete',
  import_goes_on: 'while its import goes on',
  worked_on: 'while a job or a draft needs it',
};

/** `until 2026-03-08T10:00:00.000Z (by RETENTION_DAYS, from its staging)` */
export const describeRetention = ({ until, why }: Retention): string =>
  until === undefined ? REASONS[why] : `until ${until} (${REASONS[why]})`;

/** Parses a day or a UTC time (to ISO 8601), or `rule`. */
export function keepUntil(text: string): string {
  if (text === RULE) return RULE;
  const time = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time))
    throw new InvalidArgumentError('It must be a day such as 2027-01-31, or the word rule.');
  return new Date(time).toISOString();
}
