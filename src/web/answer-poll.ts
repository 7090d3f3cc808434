import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../logger.js';
import type { Poll } from '../sessions/poll.js';
import { recordPoll, servePage, type ServeDeps, type ServedPage } from '../sessions/serve-page.js';
import type { Session } from '../sessions/session.js';
import { statusOf } from './error-handler.js';

const MAX_USER_AGENT = 200;

export interface AnswerDeps extends ServeDeps {
  logger: Logger;
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
    const page = await servePage(deps, asked.session, asked.poll);
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
    recordPoll(deps, {
      sessionId: session.id,
      polledAt: deps.now().toISOString(),
      page: poll.page,
      pageSize: poll.pageSize ?? 0,
      status,
      firstSeq: page?.firstSeq,
      lastSeq: page?.lastSeq,
      sentWhole,
      durationMs: performance.now() - startedMs,
      unknownParams: poll.unknownParams,
      userAgent: req.headers['user-agent']?.slice(0, MAX_USER_AGENT),
    }).catch((error: unknown) => {
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
