import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from '../logger.js';

/** One request as the log tells it. */
export interface LoggedRequest {
  requestId: string;
  method: string;
  /** The pattern of its path, so that neither query strings nor secrets get into the log (promises S23). */
  route: string;
  status: number;
  /** Whether the answer left whole. */
  whole: boolean;
  bytes: number;
  ms: number;
}

/** Writes the one line of a request that is over. */
export function logRequest(logger: Logger, { ms, ...request }: LoggedRequest): void {
  logger.info('request', { ...request, ms: Math.round(ms * 10) / 10 });
}

/** Gives every request an id (also in the answer's `x-request-id`) and writes one line when it finishes. */
export function createRequestLog(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const startedMs = performance.now();
    const requestId = randomUUID();
    res.locals['requestId'] = requestId;
    res.set('x-request-id', requestId);
    let whole = false;
    const { socket } = req;
    res.once('finish', () => {
      whole = !socket.destroyed;
    });
    res.once('close', () => {
      const route = (req.route as { path?: string | string[] } | undefined)?.path;
      logRequest(logger, {
        requestId,
        method: req.method,
        route: (Array.isArray(route) ? route[0] : route) ?? 'none',
        status: res.statusCode,
        whole,
        bytes: Number(res.get('content-length') ?? 0),
        ms: performance.now() - startedMs,
      });
    });
    next();
  };
}
