import { Router, type Request, type RequestHandler, type Response } from 'express';
import { describeError } from '../describe-error.js';
import { FerryError } from '../errors.js';
import { noteRefusal, type RefusalCode } from '../sessions/note-refusal.js';
import { parsePoll, type Poll } from '../sessions/poll.js';
import { findPolledSession } from '../sessions/serve-page.js';
import type { Session } from '../sessions/session.js';
import { answerPoll, type AnswerDeps } from './answer-poll.js';
import { createSecretTest, type DoorOptions } from './door.js';
import { notFound } from './error-handler.js';
import { sendJson } from './send-json.js';

/** The path that the host appends to the app's `api_uri` (intandem-contract section 2). */
const EXPORT = '/app/clients/export';

/** The forms of the path; a slash at the end of `api_uri` may give a double one. The first stands for both in the log. */
export const SECRET_PATHS = [`/host/:secret${EXPORT}`, `/host/:secret/${EXPORT}`] as const;
export const PLAIN_PATHS = [EXPORT, `/${EXPORT}`] as const;

export interface ExportRouteDeps extends AnswerDeps, DoorOptions {
  /** Told of every request that was refused before a session was found for it, for the metrics. */
  observeRefusal?: (refusal: RefusalCode | 'wrong_secret') => void;
}

/**
 * The route that the host polls, under `/host/<secret>` and, where allowed, plain. Only GET is answered; what is not there is
 * one uniform 404. Plain polls are answered before they come here (`poll-door.ts`); what this route says is the measure.
 */
export function createExportRoute(deps: ExportRouteDeps): Router {
  const router = Router();
  const serve = createPollHandler(deps);
  const isSecret = createSecretTest(deps.secrets);
  const guard: RequestHandler = (req, res, next) => {
    if (isSecret(req.params['secret'])) next();
    else {
      deps.observeRefusal?.('wrong_secret');
      notFound(req, res, next);
    }
  };
  const onlyGet = createOnlyGet(deps);
  router.all([...SECRET_PATHS], guard, onlyGet, serve);
  if (deps.isOpen) router.all([...PLAIN_PATHS], onlyGet, serve);
  return router;
}

const NOT_GET = JSON.stringify({
  error: { code: 'method_not_allowed', message: 'Only GET is answered here.' },
});

const createOnlyGet =
  (deps: ExportRouteDeps): RequestHandler =>
  (req, res, next) => {
    if (req.method === 'GET') {
      next();
      return;
    }
    tellOfRefusal(deps, req, res, 'method_not_allowed');
    res.set('allow', 'GET');
    sendJson(res, 405, NOT_GET);
  };

function createPollHandler(deps: ExportRouteDeps): RequestHandler {
  return async (req, res) => {
    const startedMs = performance.now();
    const { poll, session } = await understand(deps, req).catch((error: unknown) => {
      if (isRefusal(error)) tellOfRefusal(deps, req, res, error.code);
      throw error;
    });
    sendJson(res, 200, await answerPoll(deps, { session, poll, startedMs, req, res }));
  };
}

async function understand(
  deps: ExportRouteDeps,
  req: Request,
): Promise<{ poll: Poll; session: Session }> {
  const poll = parsePoll(req.query);
  return { poll, session: await findPolledSession(deps, poll) };
}

const isRefusal = (error: unknown): error is FerryError & { code: RefusalCode } =>
  error instanceof FerryError && (error.code === 'poll_invalid' || error.code === 'no_such_export');

/**
 * Tells metrics of a refusal, and staff where the business that it named has a session by now. That is written once the answer
 * is over, so that how long it took tells nobody anything (promises R29, R44).
 */
function tellOfRefusal(
  deps: ExportRouteDeps,
  req: Request,
  res: Response,
  code: RefusalCode,
): void {
  deps.observeRefusal?.(code);
  const { business_uid: businessUid, staff_uid: staff } = req.query;
  const refusal = { code, staffUid: typeof staff === 'string' ? staff : undefined };
  if (typeof businessUid !== 'string') return;
  const answered = new Promise((resolve) => res.once('close', resolve));
  Promise.all([deps.store.findCurrentSession(businessUid), answered])
    .then(([session]) => session && noteRefusal(deps, session, refusal))
    .catch((error: unknown) => {
      deps.logger.error('refusal not noted', describeError(error));
    });
}
