import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ClientIds } from '../../src/results/client-ids.js';
import type { Findings } from '../../src/results/read-findings.js';
import { RESULTS, type StoredReport } from '../../src/results/report.js';
import { settleResults } from '../../src/results/settle-results.js';
import { STRENGTH, sum, tallyReports } from '../../src/results/tally-reports.js';
import type { Session } from '../../src/sessions/session.js';
import { reportOf } from './reports.js';

const CLIENTS = 40;
const PAGE_SIZE = 5;

/** Clients 1..40; 39 and 40 share the id 39, and 38 has none. */
const ids: ClientIds = {
  find(id) {
    const seq = Number(id);
    if (seq === 39) return [39, 40];
    return Number.isInteger(seq) && seq >= 1 && seq <= 37 ? [seq] : [];
  },
};

/** Two parts, the second of them handed over twice. */
const sessions = [
  { id: 's1', firstSeq: 1, lastSeq: 23 },
  { id: 's2', firstSeq: 24, lastSeq: 40 },
  { id: 's3', firstSeq: 24, lastSeq: 40 },
].map((one) => ({ ...one, pageSize: PAGE_SIZE }) as Session);

const count = fc.nat(8);
const some = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 45 }).map(String), { maxLength: 6 }),
  count,
);
const plan = fc.record({
  session: fc.nat(2),
  page: fc.option(fc.integer({ min: -1, max: 9 }), { nil: undefined }),
  created: some,
  updated: some,
  skipped: some,
  failed: some,
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

const findings = fc.option(
  fc.record({
    found: fc.uint8Array({ minLength: CLIENTS + 1, maxLength: CLIENTS + 1, max: 5 }),
    results: fc.uint8Array({ minLength: CLIENTS + 1, maxLength: CLIENTS + 1, max: 4 }),
    later: fc.constant(new Set<number>()),
  }),
  { nil: undefined },
);

function settle(plans: readonly Plan[], found: Findings | undefined) {
  const reported = sessions.map((session, at) => ({
    session,
    reports: plans
      .filter((one) => one.session === at)
      .map(
        ({ page, ...one }) => reportOf(page === undefined ? one : { ...one, page }) as StoredReport,
      ),
  }));
  const tally = tallyReports(reported, ids, CLIENTS);
  return { tally, settled: settleResults(tally, found) };
}

test('whatever is reported and found, the results add up to the clients, and none is below zero', () => {
  fc.assert(
    fc.property(fc.array(plan, { maxLength: 25 }), findings, (plans, found) => {
      const { settled } = settle(plans, found);
      const { unknown, ...results } = settled.results;
      assert.equal(sum(results) + unknown, CLIENTS);
      for (const n of Object.values(settled.results)) assert.ok(n >= 0);
      assert.ok(settled.missing <= unknown + results.failed);
    }),
    { numRuns: 1_000 },
  );
});

test('neither order nor repeats of reports change any number', () => {
  const shuffled = fc.array(plan, { maxLength: 15 }).chain((plans) =>
    fc.tuple(
      fc.constant(plans),
      fc.shuffledSubarray([...plans, ...plans], {
        minLength: plans.length * 2,
        maxLength: plans.length * 2,
      }),
    ),
  );
  fc.assert(
    fc.property(shuffled, findings, ([plans, again], found) => {
      const one = settle(plans, found);
      const other = settle(again, found);
      assert.deepEqual(other.settled.results, one.settled.results);
      assert.deepEqual(other.settled.bySeq, one.settled.bySeq);
      assert.equal(other.settled.missing, one.settled.missing);
      assert.equal(other.tally.foreignIds, one.tally.foreignIds);
    }),
    { numRuns: 1_000 },
  );
});

test('a client that is named by an id of its own has the strongest of all its results, unless it failed and is found', () => {
  fc.assert(
    fc.property(fc.array(plan, { maxLength: 25 }), findings, (plans, found) => {
      const { settled } = settle(plans, found);
      for (let seq = 1; seq <= 37; seq++) {
        const told = RESULTS.find((result) =>
          plans.some((one) => {
            const list = one[result];
            return typeof list !== 'number' && list.some((id) => ids.find(id).includes(seq));
          }),
        );
        if (told !== undefined && told !== 'failed')
          assert.equal(settled.bySeq[seq], STRENGTH[told]);
        if (told === 'failed' && (found?.results[seq] ?? 0) === 0)
          assert.equal(settled.bySeq[seq], STRENGTH.failed);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('one honest report of each page leaves nobody unknown, named or only counted', () => {
  const words = fc.array(fc.constantFrom(...RESULTS), { minLength: 23, maxLength: 23 });
  fc.assert(
    fc.property(words, fc.boolean(), (given, isNamed) => {
      const pages = Array.from({ length: 5 }, (_, at) => {
        const seqs = Array.from({ length: PAGE_SIZE }, (_seq, n) => at * PAGE_SIZE + n + 1);
        const held = seqs.filter((seq) => seq <= 23);
        const of = (result: string) => {
          const list = held.filter((seq) => given[seq - 1] === result).map(String);
          return isNamed ? list : list.length;
        };
        const told = { created: of('created'), updated: of('updated'), skipped: of('skipped') };
        return { ...told, session: 0, page: at + 1, failed: of('failed') };
      });
      const { results } = settle(pages, undefined).settled;
      for (const result of RESULTS)
        assert.equal(results[result], given.filter((one) => one === result).length);
      assert.equal(results.unknown, CLIENTS - 23);
    }),
    { numRuns: 300 },
  );
});
