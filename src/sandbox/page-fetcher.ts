import { digestOf, BrokenImport, parseExportPage, type WireClient } from './export-page.js';
import type { ExportPoller } from './export-poller.js';
import type { FaultScript } from './faults.js';

export interface PageFetcherOptions {
  poller: ExportPoller;
  script: FaultScript;
  perPage: number;
  /** Told once per page that came back different. */
  onMismatch: (page: number) => void;
}

export interface PageFetcher {
  /** Asks for one page, with the faults that strike it, and gives its clients. Throws `BrokenImport`. */
  fetch(page: number): Promise<WireClient[]>;
  /** Asks again for the pages whose repeat was put off. */
  repeatLate(upToPage: number): Promise<void>;
}

/** Asks for pages as the fault script wants, and compares every answer for a page with the first one. */
export function createPageFetcher(options: PageFetcherOptions): PageFetcher {
  const { poller, script, perPage, onMismatch } = options;
  const firstDigests = new Map<number, string>();
  const mismatched = new Set<number>();
  const late = new Set<number>();

  async function askWhole(page: number): Promise<Buffer> {
    const body = await poller.ask(page, perPage);
    const digest = digestOf(body);
    const first = firstDigests.get(page);
    if (first === undefined) firstDigests.set(page, digest);
    else if (first !== digest && !mismatched.has(page)) {
      mismatched.add(page);
      onMismatch(page);
    }
    return body;
  }

  async function askWithOtherSize(page: number): Promise<void> {
    const other = perPage > 1 ? Math.ceil(perPage / 2) : 2;
    script.note('change-per-page');
    const status = await poller.probe(page, other);
    if (status === 409 || status === 503) return;
    // with another size a page number means other clients: taking the answer would lose or double some
    throw new BrokenImport(
      `page ${page} was answered with ${status} (not 409) though per_page changed from ${perPage} to ${other}`,
    );
  }

  async function loseOnce(page: number): Promise<void> {
    script.note('lose-response');
    if (script.coin('lose-response', page)) await poller.hangUp(page, perPage);
    else await askWhole(page);
  }

  async function repeat(page: number): Promise<void> {
    script.note('repeat-page');
    await askWhole(page);
  }

  return {
    async fetch(page) {
      if (script.strikes('change-per-page', page)) await askWithOtherSize(page);
      if (script.strikes('lose-response', page)) await loseOnce(page);
      const clients = parseExportPage(page, perPage, await askWhole(page));
      if (script.strikes('repeat-page', page)) {
        if (script.coin('repeat-page', page)) await repeat(page);
        else late.add(page);
      }
      return clients;
    },
    async repeatLate(upToPage) {
      const pages = [...late].filter((page) => page <= upToPage).sort((a, b) => a - b);
      for (const page of pages) await repeat(page);
    },
  };
}
