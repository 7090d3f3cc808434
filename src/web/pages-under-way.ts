import type { ServerResponse } from 'node:http';
import type { SessionStore } from '../sessions/session-store.js';

type ReadPage = SessionStore['readPage'];

interface PageUnderWay {
  clients: Promise<Buffer>;
  /** How many answers carry it. */
  answers: number;
}

/**
 * Pages that are being sent. Who asks for one of them meanwhile is sent the same bytes, so that a crowd that reads slowly, or
 * not at all, takes the work and the room of one (promises R31). Nothing is kept once the last of these answers is over.
 */
export class PagesUnderWay {
  readonly #pages = new Map<string, PageUnderWay>();
  readonly #store: Pick<SessionStore, 'readPage'>;

  constructor(store: Pick<SessionStore, 'readPage'>) {
    this.#store = store;
  }

  /** The way to read the page for one answer. */
  readerFor(res: ServerResponse): ReadPage {
    return (...page) => {
      if (res.closed) return this.#store.readPage(...page);
      const key = page.join(' ');
      const underWay = this.#pages.get(key) ?? this.#begin(key, page);
      underWay.answers++;
      res.once('close', () => {
        if (--underWay.answers === 0) this.#forget(key, underWay);
      });
      return underWay.clients;
    };
  }

  #begin(key: string, page: Parameters<ReadPage>): PageUnderWay {
    const underWay = { clients: this.#store.readPage(...page), answers: 0 };
    this.#pages.set(key, underWay);
    // The next one may find the store in order again.
    underWay.clients.catch(() => {
      this.#forget(key, underWay);
    });
    return underWay;
  }

  #forget(key: string, underWay: PageUnderWay): void {
    if (this.#pages.get(key) === underWay) this.#pages.delete(key);
  }
}
