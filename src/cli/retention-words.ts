import { InvalidArgumentError } from 'commander';
import type { Retention, RetentionReason } from '../retention/retention-of.js';

/** Goes back to the rule. */
export const RULE = 'rule';

const REASONS: Record<RetentionReason, string> = {
  person: 'as a person said',
  rule_after_import: 'by RETENTION_DAYS, from the end of its last session',
  rule_after_staging: 'by RETENTION_DAYS, from its staging',
  wipe: 'to be removed as soon as every client has arrived',
  import_goes_on: 'while its import goes on',
  worked_on: 'while a job or a draft needs it',
};

/** `until 2026-03-08T10:00:00.000Z (by RETENTION_DAYS, from its staging)` */
export const describeRetention = ({ until, why }: Retention): string =>
  until === undefined ? REASONS[why] : `until ${until} (${REASONS[why]})`;

const DAY_MS = 24 * 60 * 60_000;

/** Parses a day, which counts to its end, or a UTC time (to ISO 8601), or `rule`. A time that is over is refused. */
export function keepUntil(text: string): string {
  if (text === RULE) return RULE;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = isDay || /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time))
    throw new InvalidArgumentError('It must be a day such as 2027-01-31, or the word rule.');
  const until = isDay ? time + DAY_MS : time;
  if (until <= Date.now())
    throw new InvalidArgumentError(
      'That time is over; clientferry purge --batch <id> removes a list now.',
    );
  return new Date(until).toISOString();
}
