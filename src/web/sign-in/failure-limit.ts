import type { RequestHandler } from 'express';
import { rateLimit, type Options } from 'express-rate-limit';
import { SignInError } from '../../sign-in/sign-in-error.js';

const WINDOW_MS = 60_000;

/** Statuses of a refused sign-in; trouble of ours or of the host is nobody's failure. */
const REFUSED = new Set([400, 401, 403]);

/**
 * Passes `sign_in_failed` on once an address has failed `limit` times in a minute (promises S26); what succeeds does not count.
 * The address is that of the connection, unless a trusted proxy tells another (S28).
 */
export function createFailureLimit(limit: number): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_req, res) => !REFUSED.has(res.statusCode),
    ...common,
  });
}

/** The same for sign-ins that are begun, each of which the store remembers for a while. */
export function createBeginLimit(limit: number): RequestHandler {
  return rateLimit({ windowMs: WINDOW_MS, limit, ...common });
}

const common: Partial<Options> = {
  standardHeaders: 'draft-7',
  legacyHeaders: false,
  validate: false,
  handler: (_req, _res, next) => {
    next(new SignInError('too_many'));
  },
};
