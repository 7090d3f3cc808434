import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from '../logger.js';

/**
 * Gives every request an id (also in the answer's `x-request-id`) and writes one line when it finishes. The path is told
 * by its route pattern, so neither query strings nor secrets get into the log (promises S23).
 */
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
      logger.info('request', {
        requestId,
        method: req.method,
        route: Array.isArray(route) ? route[0] : (route ?? 'none'),
        status: res.statusCode,
        whole,
        bytes: Number(res.get('content-length') ?? 0),
        ms: Math.round((performance.now() - startedMs) * 10) / 10,
      });
    });
    next();
  };
}
