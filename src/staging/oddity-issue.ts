import { recordIssue } from './assembling.js';
import type { Issue } from './issue.js';
import type { Taken } from './walk-slice.js';

/** The issue of a row that is no record of its table, or undefined. */
export function oddityIssue(taken: Taken): Issue | undefined {
  switch (taken.record.oddity) {
    case undefined:
      return undefined;
    case 'repeated_header':
      return recordIssue(
        taken,
        'repeated_header',
        'It repeats the header, so it is no client.',
        'Nothing needs to be done, unless a client is really called so.',
      );
    case 'trailer':
      return recordIssue(
        taken,
        'trailer',
        'It looks like a line of totals below the list, not like a client.',
        'Nothing needs to be done, unless it is one: then fill in its other cells.',
      );
    case 'unmended':
      return recordIssue(
        taken,
        'unmended',
        'It was rejected as a duplicate before and nothing in it was changed.',
        'Change what it has in common with the other one, or leave it out.',
      );
  }
}
