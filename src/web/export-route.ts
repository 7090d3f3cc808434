import { createHash, timingSafeEqual } from 'node:crypto';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Logger } from '../logger.js';
import { parsePoll, type Poll } from '../sessions/poll.js';
import {
  findPolledSession,
  recordPoll,
  servePage,
  type ServeDeps,
  type ServedPage,
} from '../sessions/serve-page.js';
import type { Session } from '../sessions/session.js';
import { notFound, statusOf } from './error-handler.js';
import { sendJson } from './send-json.js';

/** The path that the host appends to the app's `api_uri` (intandem-contract section 2). */
const EXPORT = '/app/clients/export';

const MAX_USER_AGENT = 200;

export interface ExportRouteDeps extends ServeDeps {
  logger: Logger;
  /** Secrets of which each opens the door. */
  secrets: readonly string[];
  /** Whether the plain path answers as well: on loopback without a secret, or when opened on purpose. */
  isOpen: boolean;
}

/**
 * The route that the host polls, under `/host/<secret>` and, where allowed, plain. A slash at the end of `api_uri` may give
 * a double slash; both forms answer. Only GET is answered; what is not there is one uniform 404.
 */
export function createExportRoute(deps: ExportRouteDeps): Router {
  const router = Router();
  const serve = createPollHandler(deps);
  const guard: RequestHandler = (req, res, next) => {
    if (isSecret(req.params['secret'], deps.secrets)) next();
    else notFound(req, res, next);
  };
  router.all([`/host/:secret${EXPORT}`, `/host/:secret/${EXPORT}`], guard, onlyGet, serve);
  if (deps.isOpen) router.all([EXPORT, `/${EXPORT}`], onlyGet, serve);
  return router;
}

/** Compares in constant time, whatever the lengths (promises S2). */
function isSecret(given: unknown, secrets: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const offered = digest(typeof given === 'string' ? given : '');
  return secrets.map((secret) => timingSafeEqual(digest(secret), offered)).some(Boolean);
}

const onlyGet: RequestHandler = (req, res, next) => {
  if (req.method === 'GET') {
    next();
    return;
  }
  res.set('allow', 'GET');
  sendJson(
    res,
    405,
    JSON.stringify({
      error: { code: 'method_not_allowed', message: 'Only GET is answered here.' },
    }),
  );
};

function createPollHandler(deps: ExportRouteDeps): RequestHandler {
  return async (req, res) => {
    const startedMs = performance.now();
    const poll = parsePoll(req.query);
    const session = await findPolledSession(deps, poll);
    const enter = (page: ServedPage | undefined, status: number) => {
      enterInLedger(deps, { session, poll, page, status, startedMs }, req, res);
    };
    try {
      const page = await servePage(deps, session, poll);
      enter(page, 200);
      sendJson(res, 200, page.body);
    } catch (error) {
      enter(undefined, statusOf(error));
      throw error;
    }
  };
}

interface AnsweredPoll {
  session: Session;
  poll: Poll;
  page: ServedPage | undefined;
  status: number;
  startedMs: number;
}

/** Writes the ledger when the answer has left whole, or when its connection broke before (promises R39). */
function enterInLedger(
  deps: ExportRouteDeps,
  answered: AnsweredPoll,
  req: Request,
  res: Response,
): void {
  const { session, poll, page, status, startedMs } = answered;
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
      userAgent: req.get('user-agent')?.slice(0, MAX_USER_AGENT),
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
