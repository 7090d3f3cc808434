import { Router, type RequestHandler } from 'express';
import {
  createIdentityCheck,
  identityOf,
  onlyFromOwnPage,
  requireRole,
} from '../sign-in/require-identity.js';
import { logMissingAudit } from '../error-handler.js';
import type { ApiDeps } from './api-deps.js';
import { enterInAudit } from './audit.js';
import { RequestRefusal } from './error-body.js';
import { createBodyReader, read, readParams } from './read-request.js';
import { noBody, type ApiRoute, type RouteShape } from './route.js';
import { sendAnswer } from './send-answer.js';
import { StreamDoor } from './stream-door.js';

/** Puts routes on a router, each behind its checks; other methods of their paths are refused. */
export function serveRoutes(router: Router, routes: readonly ApiRoute[], deps: ApiDeps): void {
  const check = createIdentityCheck((token) => deps.signIn.verify(token));
  const ownPage = onlyFromOwnPage(deps.publicOrigin);
  const streams = new StreamDoor(deps.limits.streamsPerStaff);
  for (const route of routes) {
    router[route.method](
      expressPath(route.path),
      check,
      ownPage,
      requireRole(route.role),
      createBodyReader(route, deps.limits.bodyBytes),
      createHandler(route, deps, streams),
    );
  }
}

function createHandler(route: ApiRoute, deps: ApiDeps, streams: StreamDoor): RequestHandler {
  return async (req, res) => {
    const who = identityOf(res);
    const gone = new AbortController();
    res.once('close', () => {
      gone.abort();
    });
    const leave =
      route.answers.kind === 'events' ? streams.enter(who, () => res.destroy()) : undefined;
    try {
      const params = readParams(req);
      const answer = await route.handle({
        who,
        params,
        query: route.query && read(route.query, req.query, 'query'),
        body: route.body === 'bytes' ? undefined : read(route.body ?? noBody, req.body, 'body'),
        req,
        signal: gone.signal,
      });
      await enterInAudit(deps, who, route, params, answer).catch((error: unknown) => {
        // What was only looked at has not left yet; what was done is done, and must not be told as a failure.
        if (route.method === 'get') throw error;
        logMissingAudit(deps.logger, error);
      });
      await sendAnswer(res, route.answers, answer, deps.limits);
    } catch (error) {
      // There is nobody left to tell.
      if (gone.signal.aborted) return;
      throw error;
    } finally {
      leave?.();
    }
  };
}

/** Refuses the methods that a known path does not have, HEAD among them, since a look may be entered in the audit. */
export function refuseOtherMethods(router: Router, shapes: readonly RouteShape[]): void {
  const methods = new Map<string, string[]>();
  for (const { path, method } of shapes)
    methods.set(path, [...(methods.get(path) ?? []), method.toUpperCase()]);
  for (const [path, known] of methods) {
    router.all(expressPath(path), (req, res, next) => {
      if (!known.includes(req.method)) {
        res.set('allow', known.join(', '));
        throw new RequestRefusal(405, `Only ${known.join(', ')} can be asked here.`);
      }
      next();
    });
  }
}

const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');
