import { BrokenImport, type WireClient } from './export-page.js';
import type { ExportPoller } from './export-poller.js';
import type { FaultScript } from './faults.js';
import type { ImportState } from './import-store.js';
import type { PageFetcher } from './page-fetcher.js';

export interface PullOptions {
  poller: ExportPoller;
  fetcher: PageFetcher;
  script: FaultScript;
  perPage: number;
  applyPage: (page: number, clients: readonly WireClient[]) => void;
}

export interface PullEnd {
  state: Exclude<ImportState, 'running'>;
  reason: string | null;
}

export interface Pull {
  /** Asks for page 1 ahead of the rest; trouble with it shows in `run`. */
  askEarly(): Promise<void>;
  /** Pulls the whole list and closes the session. Throws `BrokenImport`, or the abort reason when the sandbox closes. */
  run(): Promise<PullEnd>;
}

/** The host's side of one session: page 1, 2 ... until a page with fewer than `perPage` clients, then `page=-1`. */
export function createPull({ poller, fetcher, script, perPage, applyPage }: PullOptions): Pull {
  let firstPage: Promise<WireClient[]> | undefined;
  const askFirst = () => (firstPage ??= fetcher.fetch(1));
  const isShort = (clients: readonly WireClient[]) => clients.length < perPage;

  /** Applies pages in page order; gives the number of the first short one. */
  function applyInOrder(pages: ReadonlyMap<number, WireClient[]>): number | undefined {
    let end: number | undefined;
    for (const [page, clients] of [...pages].sort(([a], [b]) => a - b)) {
      if (end === undefined) applyPage(page, clients);
      else if (clients.length > 0) {
        throw new BrokenImport(`page ${page} holds clients, but page ${end} was short`);
      }
      if (isShort(clients)) end ??= page;
    }
    return end;
  }

  async function askOneByOne(order: readonly number[]): Promise<Map<number, WireClient[]>> {
    const pages = new Map<number, WireClient[]>();
    let end = Infinity;
    for (const page of order) {
      if (page > end) continue;
      const clients = await fetcher.fetch(page);
      pages.set(page, clients);
      if (isShort(clients)) end = page;
    }
    return pages;
  }

  async function askAtOnce(order: readonly number[]): Promise<Map<number, WireClient[]>> {
    script.note('parallel');
    // allSettled, not all: no request may still be under way when the import is called broken
    const asked = await Promise.allSettled(order.map((page) => fetcher.fetch(page)));
    const pages = new Map<number, WireClient[]>();
    asked.forEach((answer, index) => {
      if (answer.status === 'rejected') throw answer.reason;
      pages.set(order[index] ?? 0, answer.value);
    });
    return pages;
  }

  async function pullPages(): Promise<{ lastPage: number; isWhole: boolean }> {
    const stopAfter = script.has('close-early') ? script.lastPageBeforeEarlyClose() : Infinity;
    let end = applyInOrder(new Map([[1, await askFirst()]]));
    let lastPage = 1;
    while (end === undefined && lastPage < stopAfter) {
      const order = script.windowFrom(lastPage + 1);
      if (script.has('out-of-order')) script.note('out-of-order');
      end = applyInOrder(await (script.has('parallel') ? askAtOnce(order) : askOneByOne(order)));
      lastPage = end ?? lastPage + order.length;
    }
    return { lastPage, isWhole: end !== undefined };
  }

  async function closeSession(): Promise<void> {
    await poller.ask(-1, perPage);
    if (!script.has('close-twice')) return;
    script.note('close-twice');
    await poller.ask(-1, perPage);
  }

  return {
    async askEarly() {
      script.note('early-poll');
      await askFirst().catch(() => undefined);
    },
    async run() {
      const { lastPage, isWhole } = await pullPages();
      await fetcher.repeatLate(lastPage);
      if (!isWhole) script.note('close-early');
      if (script.has('never-close')) {
        script.note('never-close');
        return { state: 'abandoned', reason: 'the session was never closed (never-close)' };
      }
      await closeSession();
      if (isWhole) return { state: 'complete', reason: null };
      const reason = `the session was closed after page ${lastPage}, before the end (close-early)`;
      return { state: 'abandoned', reason };
    },
  };
}
