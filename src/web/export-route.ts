import { Router, type RequestHandler } from 'express';
import { parsePoll } from '../sessions/poll.js';
import { findPolledSession } from '../sessions/serve-page.js';
import { answerPoll, type AnswerDeps } from './answer-poll.js';
import { createSecretTest, type DoorOptions } from './door.js';
import { notFound } from './error-handler.js';
import { sendJson } from './send-json.js';

/** The path that the host appends to the app's `api_uri` (intandem-contract section 2). */
const EXPORT = '/app/clients/export';

/** The forms of the path; a slash at the end of `api_uri` may give a double one. The first stands for both in the log. */
export const SECRET_PATHS = [`/host/:secret${EXPORT}`, `/host/:secret/${EXPORT}`] as const;
export const PLAIN_PATHS = [EXPORT, `/${EXPORT}`] as const;

export interface ExportRouteDeps extends AnswerDeps, DoorOptions {}

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
    else notFound(req, res, next);
  };
  router.all([...SECRET_PATHS], guard, onlyGet, serve);
  if (deps.isOpen) router.all([...PLAIN_PATHS], onlyGet, serve);
  return router;
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
    sendJson(res, 200, await answerPoll(deps, { session, poll, startedMs, req, res }));
  };
}
