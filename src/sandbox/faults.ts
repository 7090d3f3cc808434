import { createRandom } from './random.js';

/** How the sandbox can misbehave while it declares and pulls. */
export const PULL_FAULTS = [
  'early-poll',
  'stall-post',
  'reset-post',
  'repeat-page',
  'out-of-order',
  'parallel',
  'lose-response',
  'change-per-page',
  'close-twice',
  'close-early',
  'never-close',
] as const;

/** How it can misbehave afterwards: in what it reports, in what it makes of the clients, and when its API is asked. */
export const AFTERMATH_FAULTS = [
  'drop-webhook',
  'repeat-webhook',
  'delay-webhook',
  'reorder-webhook',
  'early-webhook',
  'fail-clients',
  'busy-api',
  'cut-api',
] as const;

/** Every way in which the sandbox can misbehave, as a closed set. */
export const FAULT_NAMES = [...PULL_FAULTS, ...AFTERMATH_FAULTS] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/** Faults of pulling under which a sound app still hands over every client and sees its session closed. */
export const SURVIVABLE_FAULTS: readonly FaultName[] = PULL_FAULTS.filter(
  (name) => name !== 'close-early' && name !== 'never-close',
);

/** Tells whether a text, for example from a command line, names a fault. */
export function isFaultName(text: string): text is FaultName {
  return (FAULT_NAMES as readonly string[]).includes(text);
}

/**
 * Faults that strike single pages: always on page `sure`, so that a short import meets them too, and later by chance. Another
 * page size means something only after a first one.
 */
const PAGE_FAULTS = {
  'repeat-page': { sure: 1, chance: 0.4 },
  'lose-response': { sure: 1, chance: 0.3 },
  'change-per-page': { sure: 2, chance: 0.2 },
  'drop-webhook': { sure: 1, chance: 0.3 },
  'repeat-webhook': { sure: 1, chance: 0.4 },
  'delay-webhook': { sure: 1, chance: 0.3 },
  'reorder-webhook': { sure: 1, chance: 0.4 },
} as const satisfies Partial<Record<FaultName, { sure: number; chance: number }>>;

export type PageFault = keyof typeof PAGE_FAULTS;

/** How many pages `out-of-order` mixes and `parallel` has in flight. */
export const WINDOW_PAGES = 4;

/** What goes wrong in one import. Every choice depends on the seed, the import and the page alone, never on timing. */
export interface FaultScript {
  has(fault: FaultName): boolean;
  /** Says that a fault was really played. */
  note(fault: FaultName): void;
  /** Whether a fault strikes this page; does not note it. */
  strikes(fault: PageFault, page: number): boolean;
  /** A choice between two ways of playing a fault on a page. */
  coin(fault: FaultName, page: number): boolean;
  /** What becomes of the answer to the declaring POST. */
  postAnswer(): 'answer' | 'stall' | 'reset';
  /** The pages to ask next, in the order in which to ask them. */
  windowFrom(page: number): number[];
  /** The page after which `close-early` stops, as far as the list is that long. */
  lastPageBeforeEarlyClose(): number;
  /** How long `delay-webhook` keeps back what is said of a page: from half of `longestMs` to the whole. */
  webhookDelayMs(page: number, longestMs: number): number;
  /** The places (from 0) of the clients of a page that `fail-clients` lets fail; in a first import at least one on page 1. */
  failingPlaces(page: number, clients: number): ReadonlySet<number>;
  /** The faults played so far, in the order of `FAULT_NAMES`. */
  played(): FaultName[];
}

export interface FaultScriptOptions {
  faults: readonly FaultName[];
  seed: number;
  /** Which import of this run it is: 1, 2 ... */
  ordinal: number;
  /** Share of the clients that `fail-clients` lets fail, from 0 to 1. */
  failShare: number;
  onPlayed?: (played: FaultName[]) => void;
}

/** Writes the fault script of one import. */
export function createFaultScript(options: FaultScriptOptions): FaultScript {
  const { seed, ordinal, failShare, onPlayed } = options;
  const enabled = new Set(options.faults);
  const noted = new Set<FaultName>();
  const random = (purpose: string, page: number) => createRandom(seed, ordinal, purpose, page);
  const played = () => FAULT_NAMES.filter((name) => noted.has(name));
  const coin = (fault: FaultName, page: number) => random(`${fault} way`, page).next() < 0.5;
  return {
    has: (fault) => enabled.has(fault),
    note(fault) {
      if (noted.has(fault)) return;
      noted.add(fault);
      onPlayed?.(played());
    },
    strikes(fault, page) {
      const { sure, chance } = PAGE_FAULTS[fault];
      return (
        enabled.has(fault) && page >= sure && (page === sure || random(fault, page).next() < chance)
      );
    },
    coin,
    postAnswer() {
      const ways = (['stall', 'reset'] as const).filter((way) => enabled.has(`${way}-post`));
      return ways[random('post', 0).below(ways.length)] ?? 'answer';
    },
    windowFrom(page) {
      if (!enabled.has('out-of-order') && !enabled.has('parallel')) return [page];
      const pages = Array.from({ length: WINDOW_PAGES }, (_, index) => page + index);
      if (!enabled.has('out-of-order')) return pages;
      const order = random('out-of-order', page).shuffle(pages);
      // never the plain order first: the fault would not show
      return order[0] === page ? [...order.slice(1), page] : order;
    },
    // the host cannot know how long the list is; one or two pages is "about half" of a small rehearsal
    lastPageBeforeEarlyClose: () => 1 + random('close-early', 0).below(2),
    webhookDelayMs: (page, longestMs) =>
      Math.ceil(longestMs * (0.5 + random('delay', page).next() / 2)),
    failingPlaces(page, clients) {
      if (!enabled.has('fail-clients')) return new Set();
      const choice = random('fail-clients', page);
      const places = Array.from({ length: clients }, (_, place) => place);
      const failing = new Set(places.filter(() => choice.next() < failShare));
      // only in the first import: who tries again must be able to succeed
      if (ordinal === 1 && page === 1 && clients > 0) failing.add(choice.below(clients));
      return failing;
    },
    played,
  };
}
