import type { RequestHandler } from 'express';
import { rateLimit, type Options } from 'express-rate-limit';
import { SignInError } from '../../sign-in/sign-in-error.js';
import { RecentCount } from './recent-count.js';

const WINDOW_MS = 60_000;

/** In all, so many times what one address may do. */
const ADDRESSES = 20;
/** When it is more, each address may do this part of what it may otherwise; the people of one office have one address. */
const PART_IN_A_CROWD = 1 / 3;

/** Statuses of a refused sign-in; trouble of ours or of the host is nobody's failure. */
const REFUSED = new Set([400, 401, 403]);

/**
 * Passes `sign_in_failed` on once an address has failed `limit` times in a minute, or a third of that while many addresses fail
 * (promises S26); what succeeds does not count. The address is that of the connection, unless a trusted proxy tells another (S28).
 */
export function createFailureLimit(limit: number): RequestHandler {
  return limitEach(limit, (status) => REFUSED.has(status), {
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_req, res) => !REFUSED.has(res.statusCode),
  });
}

/** The same for sign-ins that are begun, each of which the store remembers for a while. */
export function createBeginLimit(limit: number): RequestHandler {
  return limitEach(limit, (status) => status < 400, {});
}

function limitEach(
  limit: number,
  counts: (status: number) => boolean,
  options: Partial<Options>,
): RequestHandler {
  const ofAll = new RecentCount(WINDOW_MS);
  const isCrowded = () => ofAll.count() >= limit * ADDRESSES;
  const limitOne = rateLimit({
    windowMs: WINDOW_MS,
    limit: () => (isCrowded() ? Math.max(1, Math.floor(limit * PART_IN_A_CROWD)) : limit),
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    validate: false,
    handler: (_req, _res, next) => {
      next(new SignInError('too_many'));
    },
    ...options,
  });
  return (req, res, next) => {
    res.once('finish', () => {
      if (counts(res.statusCode)) ofAll.add();
    });
    void limitOne(req, res, next);
  };
}
