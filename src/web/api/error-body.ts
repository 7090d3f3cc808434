import type { ErrorRequestHandler, Response } from 'express';
import { FerryError, type ErrorCode } from '../../errors.js';
import type { Logger } from '../../logger.js';
import { endBodySoon } from '../body-time.js';
import { logFailure, statusOf } from '../error-handler.js';
import { sendJson } from '../send-json.js';
import { hintForStaff } from './hint-for-staff.js';
import type { ErrorBody } from './wire.js';

/** A request that cannot be taken as it came, whatever it was about. */
export class RequestRefusal extends Error {
  override readonly name = 'RequestRefusal';
  readonly status: 400 | 405 | 413 | 415;

  constructor(status: RequestRefusal['status'], message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Puts errors into words for staff: requests that cannot be taken are answered here, all else goes on to the app's error
 * handler with a message and a hint that fit the page. An answer that has begun is broken off.
 */
export function createErrorTeller(logger: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const requestId = res.locals['requestId'] as string;
    endBodySoon(req);
    if (res.headersSent) {
      if (statusOf(error) >= 500) logFailure(logger, requestId, error);
      res.destroy();
      return;
    }
    const refusal = refusalOf(error);
    if (refusal) tellRefusal(res, refusal, requestId);
    else next(error instanceof FerryError ? forStaff(error) : error);
  };
}

function tellRefusal(res: Response, { status, message }: RequestRefusal, requestId: string): void {
  const code = status === 405 ? 'method_not_allowed' : 'bad_request';
  const body: ErrorBody = { error: { code, message, request_id: requestId } };
  sendJson(res, status, JSON.stringify(body));
}

/** Express marks what its parser cannot take with a status. */
function refusalOf(error: unknown): RequestRefusal | undefined {
  if (error instanceof RequestRefusal) return error;
  if (error instanceof FerryError) return undefined;
  switch ((error as { status?: unknown } | null)?.status) {
    case 413:
      return new RequestRefusal(413, 'The request is too large.');
    case 415:
      return new RequestRefusal(415, 'The request must be JSON in UTF-8 and not compressed.');
    default:
      return undefined;
  }
}

/** What they say themselves names addresses, paths and ids that staff have no use for (promises S31). */
const MESSAGES: Partial<Record<ErrorCode, string>> = {
  host_unreachable: 'The CRM cannot be reached at the moment.',
  disk_full: 'There is no room left to keep this.',
  session_open: 'Your business has an import under way already.',
};

function forStaff(error: FerryError): FerryError {
  const { code, message, hint } = error;
  const told = { message: MESSAGES[code] ?? message, hint: hintForStaff(code, hint) };
  if (told.message === message && told.hint === hint) return error;
  return new FerryError(code, told.message, {
    ...(told.hint === undefined ? {} : { hint: told.hint }),
    cause: error,
  });
}
