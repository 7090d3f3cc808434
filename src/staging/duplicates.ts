import type { DuplicatePolicy } from './batch.js';
import type { Issue } from './issue.js';
import type { KeyIndex } from './key-index.js';
import type { ClientPart } from './map-record.js';

/** What of a client must not occur twice. */
export type DistinctKeys = Pick<ClientPart, 'emailKey' | 'uniques'>;

/** Judges whether a client that is fine in itself gives way to another one, and remembers those that do not. */
export interface DuplicateJudge {
  /** The issue that rejects the client at this position (1 for the first of all files), or undefined. */
  judge(keys: DistinctKeys, position: number, line: number): Issue | undefined;
}

/**
 * A judge for one policy. `keep-last` and `reject` must know what comes later, so their index is filled by a pass of its
 * own before (see `needsSurvey`); `keep-first` fills it as it goes. Only clients that are kept are remembered.
 */
export function createDuplicateJudge(policy: DuplicatePolicy, index: KeyIndex): DuplicateJudge {
  return {
    judge({ emailKey, uniques }, position, line) {
      const issue =
        judgeEmail(policy, index, emailKey, position, line) ?? judgeUniques(index, uniques, line);
      if (issue) return issue;
      if (policy === 'keep-first' && emailKey !== undefined) index.note(emailKey, position);
      for (const unique of uniques) index.note(uniqueKey(unique), position);
      return undefined;
    },
  };
}

/** Whether a policy needs the whole list looked through before the first record can be judged. */
export const needsSurvey = (policy: DuplicatePolicy): boolean =>
  policy === 'keep-last' || policy === 'reject';

function judgeEmail(
  policy: DuplicatePolicy,
  index: KeyIndex,
  emailKey: string | undefined,
  position: number,
  line: number,
): Issue | undefined {
  const seen = emailKey === undefined || policy === 'keep' ? undefined : index.find(emailKey);
  if (!seen) return undefined;
  if (policy === 'keep-first')
    return duplicate(line, `record ${seen.first} has the same e-mail address and came first`);
  if (seen.count === 1 || (policy === 'keep-last' && seen.last === position)) return undefined;
  return duplicate(
    line,
    policy === 'keep-last'
      ? `record ${seen.last} has the same e-mail address and came last`
      : `${seen.count} records have this e-mail address, from record ${seen.first} on`,
  );
}

/** No e-mail address begins so. */
const uniqueKey = ({ column, value }: DistinctKeys['uniques'][number]): string =>
  `\0${column}\0${value}`;

function judgeUniques(
  index: KeyIndex,
  uniques: DistinctKeys['uniques'],
  line: number,
): Issue | undefined {
  for (const unique of uniques) {
    const seen = index.find(uniqueKey(unique));
    if (seen) return notUnique(unique.column, seen.first, line);
  }
  return undefined;
}

function notUnique(column: string, first: number, line: number): Issue {
  return {
    code: 'not_unique',
    line,
    column,
    message: `"${column}" must be different in every record, and record ${first} has the same value.`,
    hint: 'Give each its own value, or empty the cell.',
  };
}

function duplicate(line: number, message: string): Issue {
  return {
    code: 'duplicate_email',
    line,
    column: undefined,
    message: `Duplicate: ${message}.`,
    hint: 'The CRM knows clients by e-mail address; merge the records, or choose another way with --on-duplicate.',
  };
}
