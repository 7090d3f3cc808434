import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { parsePoll, type Poll } from '../sessions/poll.js';
import { findPolledSession } from '../sessions/serve-page.js';
import type { Session } from '../sessions/session.js';
import { answerPoll } from './answer-poll.js';
import { listHeaders } from './common-headers.js';
import { createSecretTest } from './door.js';
import { answerOf } from './error-handler.js';
import { PLAIN_PATHS, SECRET_PATHS, type ExportRouteDeps } from './export-route.js';
import { logRequest } from './request-log.js';
import { lengthOf, writeJson } from './send-json.js';

/** A request for a page as the CRM writes it: nothing that would have to be decoded in the path, and plain characters only. */
const PLAIN_POLL = /^(?:\/host\/([\w.~-]+))?\/{1,2}app\/clients\/export\?([\x21\x22\x24-\x7e]*)$/;

interface PlainPoll {
  poll: Poll;
  session: Session;
  /** The pattern of its path, for the log. */
  route: string;
  startedMs: number;
}

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

/**
 * Answers plain polls of sessions that are there, byte for byte as the export route does, but without the way through
 * express (docs/performance.md says what that saves). Every other request goes to `next`: nothing is refused here.
 */
export function createPollDoor(deps: ExportRouteDeps, next: Listener): Listener {
  const understand = createReader(deps);
  const headers = listHeaders();
  return (req, res) => {
    const startedMs = performance.now();
    const understood = understand(req);
    if (!understood) {
      next(req, res);
      return;
    }
    void findPolledSession(deps, understood.poll)
      .catch(() => undefined)
      .then(async (session) => {
        if (session) await answer(deps, headers, { ...understood, session, startedMs }, req, res);
        else next(req, res);
      });
  };
}

/** Makes the reader of requests; what it does not take for a plain poll may be anything. */
function createReader({ secrets, isOpen }: ExportRouteDeps) {
  const isSecret = createSecretTest(secrets);
  return ({ method, url = '' }: IncomingMessage): Pick<PlainPoll, 'poll' | 'route'> | undefined => {
    const [path, secret, query = ''] = PLAIN_POLL.exec(url) ?? [];
    if (path === undefined || method !== 'GET') return undefined;
    if (secret === undefined ? !isOpen : !isSecret(secret)) return undefined;
    try {
      const poll = parsePoll(parse(query));
      return { poll, route: secret === undefined ? PLAIN_PATHS[0] : SECRET_PATHS[0] };
    } catch {
      return undefined;
    }
  };
}

async function answer(
  deps: ExportRouteDeps,
  headers: readonly string[],
  asked: PlainPoll,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const { route, startedMs } = asked;
  const { socket } = req;
  let status = 0;
  let bytes = 0;
  let whole = false;
  res.once('finish', () => {
    whole = !socket.destroyed;
  });
  res.once('close', () => {
    const ms = performance.now() - startedMs;
    logRequest(deps.logger, { requestId, method: 'GET', route, status, whole, bytes, ms });
  });
  const answered = await answerPoll(deps, { ...asked, req, res }).then(
    (pieces) => ({ status: 200, pieces }),
    (error: unknown) => {
      const refusal = answerOf(deps.logger, requestId, error);
      return { status: refusal.status, pieces: [Buffer.from(refusal.body)] };
    },
  );
  status = answered.status;
  bytes = lengthOf(answered.pieces);
  writeJson(res, status, [...headers, 'x-request-id', requestId], answered.pieces);
}
