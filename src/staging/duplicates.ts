import type { DuplicatePolicy } from './batch.js';
import type { Issue } from './issue.js';
import type { KeyIndex } from './key-index.js';

/** Judges whether a record that is fine in itself gives way to another one with the same e-mail address. */
export interface DuplicateJudge {
  /** The issue that rejects the record at this position (1 for the first of all files), or undefined. */
  judge(emailKey: string | undefined, position: number, line: number): Issue | undefined;
  /** The issue that rejects the record because a value that may occur once has occurred before, or undefined. */
  judgeUniques(
    uniques: readonly { column: string; value: string }[],
    position: number,
    line: number,
  ): Issue | undefined;
}

/**
 * A judge for one policy. `keep-last` and `reject` must know what comes later, so their index is filled by a pass of its
 * own before (see `needsSurvey`); `keep-first` fills it as it goes.
 */
export function createDuplicateJudge(policy: DuplicatePolicy, index: KeyIndex): DuplicateJudge {
  return {
    judgeUniques(uniques, position, line) {
      for (const { column, value } of uniques) {
        // No e-mail address begins so.
        const first = index.note(`\0${column}\0${value}`, position);
        if (first !== undefined) return notUnique(column, first, line);
      }
      return undefined;
    },
    judge(emailKey, position, line) {
      if (emailKey === undefined || policy === 'keep') return undefined;
      if (policy === 'keep-first') {
        const first = index.note(emailKey, position);
        return first === undefined
          ? undefined
          : duplicate(line, `record ${first} has the same e-mail address and came first`);
      }
      const seen = index.find(emailKey);
      if (seen === undefined || seen.count === 1) return undefined;
      if (policy === 'keep-last') {
        return seen.last === position
          ? undefined
          : duplicate(line, `record ${seen.last} has the same e-mail address and came last`);
      }
      return duplicate(
        line,
        `${seen.count} records have this e-mail address, from record ${seen.first} on`,
      );
    },
  };
}

/** Whether a policy needs the whole list looked through before the first record can be judged. */
export const needsSurvey = (policy: DuplicatePolicy): boolean =>
  policy === 'keep-last' || policy === 'reject';

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
