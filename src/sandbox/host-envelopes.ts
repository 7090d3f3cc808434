import type { ErrorRequestHandler, RequestHandler } from 'express';

/** A good answer of `/platform/v1/*` (intandem-contract section 7). */
export function platformAnswer(data: unknown) {
  return { status: 'OK', data };
}

/** A refusal of `/platform/v1/*`. */
export function platformFailure(error: string) {
  return { status: 'Error', error };
}

/** A refusal of `/business/*`. */
export function businessFailure(code: string, message: string) {
  return { success: false, errors: [{ code, message }] };
}

/** A good answer of `/v3/*`. */
export function successAnswer(data: unknown) {
  return { success: true, data };
}

/** A refusal of `/oauth/*`: a plain code, unlike everywhere else. */
export function oauthFailure(error: string, description: string) {
  return { error, error_description: description };
}

/** Answers paths nobody knows. */
export const answerNotFound: RequestHandler = (_req, res) => {
  res.status(404).json(businessFailure('not_found', 'Not found'));
};

/**
 * Makes the last error handler. A body that cannot be read is "malformed": the host answers that with 500 `unexpected` on
 * the import endpoint (section 1), with 422 on the platform API and with 400 on `/v3/*` and `/oauth/*` (section 7).
 */
export function createErrorAnswer(log: (line: string) => void): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const isUnreadableBody = (error as { status?: unknown } | null)?.status !== undefined;
    if (!isUnreadableBody) {
      log(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    if (isUnreadableBody && req.path.startsWith('/platform/')) {
      res.status(422).json(platformFailure('The request body is malformed'));
      return;
    }
    if (isUnreadableBody && req.path.startsWith('/oauth/')) {
      res.status(400).json(oauthFailure('invalid_request', 'The request body is malformed'));
      return;
    }
    if (isUnreadableBody && req.path.startsWith('/v3/')) {
      res.status(400).json(businessFailure('invalid', 'The request body is malformed'));
      return;
    }
    res.status(500).json(businessFailure('unexpected', 'An unexpected error occurred'));
  };
}
