import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWellKnown, outcomeOfImport } from '../../src/results/outcome-of-import.js';
import type { ImportAccount } from '../../src/results/import-account.js';
import { ENDED_AT, makeAccount, makeEndedSession, makeResults } from '../helpers/import-account.js';

const minutesAfterEnd = (minutes: number) => new Date(Date.parse(ENDED_AT) + minutes * 60_000);

const OUTCOMES: [string, Partial<ImportAccount>, string][] = [
  ['all created', {}, 'success'],
  ['all updated or skipped', makeResults({ updated: 700, skipped: 500 }), 'success'],
  ['one record rejected', { rejected: 1 }, 'issues'],
  ['one client failed', makeResults({ failed: 1 }), 'issues'],
  ['one client unknown', makeResults({ unknown: 1 }), 'issues'],
  ['the host said nothing of any', makeResults({ unknown: 1_200 }), 'issues'],
  ['the host could store none', makeResults({ failed: 1_200 }), 'failure'],
  ['not all handed over', { handedOver: 1_100, ...makeResults({ unknown: 100 }) }, 'failure'],
  ['none handed over', { handedOver: 0, ...makeResults({ unknown: 1_200 }) }, 'failure'],
  ['a page lost from our ledger, but all reported by the host', { handedOver: 1_100 }, 'success'],
];

for (const [what, changes, outcome] of OUTCOMES) {
  test(`an import of which ${what} is told as ${outcome}`, () => {
    assert.equal(outcomeOfImport(makeAccount(changes), minutesAfterEnd(10)), outcome);
  });
}

test('while more may be heard, unknown clients are no issue yet', () => {
  const account = makeAccount(makeResults({ unknown: 1 }));
  assert.equal(outcomeOfImport(account, minutesAfterEnd(1)), 'success');
});

const unknown = makeResults({ unknown: 3 });
const refused = { state: 'failed', closedAt: ENDED_AT } as const;

const KNOWN: [string, Partial<ImportAccount>, number, boolean][] = [
  ['that is not over', { isOver: false }, 60, false],
  ['whose next part begins by itself', { goesOn: true }, 60, false],
  ['of which every client is reported', {}, 0, true],
  ['reported as done, with reports of pages still on their way', unknown, 9, false],
  ['of which nothing more was heard for ten minutes', unknown, 10, true],
  [
    'still reported on eight minutes ago',
    { ...unknown, lastReportAt: minutesAfterEnd(2).toISOString() },
    10,
    false,
  ],
  [
    'that the host refused',
    {
      ...makeResults({ unknown: 1_200 }),
      ...{ handedOver: 0, isReportedDone: false, lastReportAt: undefined },
      sessions: [makeEndedSession(refused)],
    },
    0,
    true,
  ],
  [
    'whose second part the host refused, after a first one with reports on their way',
    {
      ...makeResults({ unknown: 600 }),
      handedOver: 600,
      sessions: [makeEndedSession(), makeEndedSession(refused)],
    },
    0,
    false,
  ],
];

for (const [what, changes, minutes, isKnown] of KNOWN) {
  test(`an import ${what} is ${isKnown ? '' : 'not '}told ${minutes} minutes after its end`, () => {
    assert.equal(isWellKnown(makeAccount(changes), minutesAfterEnd(minutes)), isKnown);
  });
}
