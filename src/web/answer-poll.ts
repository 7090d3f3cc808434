import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../logger.js';
import type { Poll } from '../sessions/poll.js';
import { recordPoll, servePage, type ServeDeps, type ServedPage } from '../sessions/serve-page.js';
import type { Session } from '../sessions/session.js';
import { statusOf } from './error-handler.js';
import type { PagesUnderWay } from './pages-under-way.js';

const MAX_USER_AGENT = 200;

/** What became of the answer to one poll. */
export interface ObservedPoll {
  status: number;
  sentWhole: boolean;
  /** Clients in the answer. */
  clients: number;
  durationMs: number;
}

export interface AnswerDeps extends ServeDeps {
  logger: Logger;
  pages: PagesUnderWay;
  /** Told of every poll of a session, for the metrics. */
  observePoll?: (poll: ObservedPoll) => void;
  /** Told once the host has closed a session and the ledger knows, so that the next part need not wait. */
  onClosed?: () => void;
}

/** A poll of a session, and the exchange that it came with. */
export interface AskedPoll {
  session: Session;
  poll: Poll;
  startedMs: number;
  req: IncomingMessage;
  res: ServerResponse;
}

/** Makes the body for a poll, and sees to it that the ledger tells what became of it. Throws what `servePage` throws. */
export async function answerPoll(deps: AnswerDeps, asked: AskedPoll): Promise<readonly Buffer[]> {
  try {
    const readPage = deps.pages.readerFor(asked.res);
    const page = await servePage({ ...deps, readPage }, asked.session, asked.poll);
    enterInLedger(deps, asked, 200, page);
    return page.body;
  } catch (error) {
    enterInLedger(deps, asked, statusOf(error), undefined);
    throw error;
  }
}

/** Writes the ledger when the answer has left whole, or when its connection broke before (promises R39). */
function enterInLedger(
  deps: AnswerDeps,
  { session, poll, startedMs, req, res }: AskedPoll,
  status: number,
  page: ServedPage | undefined,
): void {
  const enter = (sentWhole: boolean) => {
    const durationMs = performance.now() - startedMs;
    const clients = page?.lastSeq === undefined ? 0 : page.lastSeq - (page.firstSeq ?? 0) + 1;
    deps.observePoll?.({ status, sentWhole, clients, durationMs });
    recordPoll(deps, {
      sessionId: session.id,
      polledAt: deps.now().toISOString(),
      page: poll.page,
      pageSize: poll.pageSize ?? 0,
      status,
      firstSeq: page?.firstSeq,
      lastSeq: page?.lastSeq,
      sentWhole,
      durationMs,
      unknownParams: poll.unknownParams,
      userAgent: req.headers['user-agent']?.slice(0, MAX_USER_AGENT),
    })
      .then(() => {
        if (poll.page === -1) deps.onClosed?.();
      })
      .catch((error: unknown) => {
        // The page has left already; the account stays on the safe side by not counting it.
        deps.logger.error('ledger not written', {
          sessionId: session.id,
          cause: error instanceof Error ? error.name : '',
        });
      });
  };
  // Node 20 says `finish` even when the peer broke the connection in mid-body; then the socket is destroyed already.
  const { socket } = req;
  res.once('finish', () => {
    enter(!socket.destroyed);
  });
  res.once('close', () => {
    if (!res.writableFinished) enter(false);
  });
}
