import type { ErrorRequestHandler, RequestHandler } from 'express';
import { FerryError, type ErrorCode } from '../errors.js';
import { describeError } from '../describe-error.js';
import type { Logger } from '../logger.js';
import { SignInError } from '../sign-in/sign-in-error.js';
import { sendJson } from './send-json.js';

/** The HTTP status of every error code. Trouble of ours is 503: never an empty or short page. */
const STATUS = {
  usage: 400,
  config_invalid: 503,
  data_dir_unusable: 503,
  database_unreachable: 503,
  disk_full: 503,
  store_too_new: 503,
  port_unusable: 503,
  file_not_found: 404,
  file_unreadable: 422,
  file_empty: 422,
  file_not_text: 422,
  file_changed: 409,
  file_no_records: 422,
  encoding_unknown: 422,
  encoding_uncertain: 422,
  quote_not_closed: 422,
  record_too_long: 422,
  file_too_large: 413,
  too_many_columns: 422,
  archive_unsafe: 422,
  sheet_unclear: 422,
  card_not_closed: 422,
  header_missing: 422,
  profile_unknown: 422,
  profile_invalid: 503,
  layout_unknown: 422,
  mapping_invalid: 422,
  values_invalid: 422,
  batch_not_found: 404,
  batch_empty: 422,
  batch_too_large: 422,
  batch_in_use: 409,
  batch_damaged: 503,
  batch_of_other_business: 404,
  client_not_found: 404,
  upload_type_conflict: 409,
  session_not_found: 404,
  session_open: 409,
  session_too_fresh: 409,
  session_ended: 409,
  session_continued: 409,
  batch_erased: 409,
  import_not_over: 409,
  nothing_to_send: 422,
  reconcile_first: 409,
  not_confirmed: 422,
  job_not_found: 404,
  job_running: 409,
  report_invalid: 400,
  notice_failed: 502,
  audit_broken: 503,
  backup_unusable: 422,
  poll_invalid: 400,
  page_size_changed: 409,
  no_such_export: 404,
  host_unreachable: 502,
  host_refused: 502,
  host_unclear: 502,
  not_signed_in: 401,
  not_allowed: 403,
  sign_in_failed: 403,
  not_connected: 409,
  draft_not_found: 404,
  draft_changed: 409,
  draft_busy: 409,
  draft_empty: 422,
  draft_too_large: 422,
  too_many_drafts: 409,
  too_many_files: 422,
  rejects_left: 409,
  import_unbalanced: 503,
  interrupted: 503,
  internal: 503,
} satisfies Record<ErrorCode, number>;

/** The status that an error is answered with. */
export function statusOf(error: unknown): number {
  if (error instanceof SignInError && error.reason === 'too_many') return 429;
  return error instanceof FerryError ? STATUS[error.code] : STATUS.internal;
}

/** The one refusal for everything that is not there, whatever the reason (promises R29). */
const NOT_FOUND = JSON.stringify({ error: { code: 'not_found', message: 'Not found.' } });

export const notFound: RequestHandler = (_req, res) => {
  sendJson(res, 404, NOT_FOUND);
};

/** Turns errors into answers. What is not a FerryError is logged with its stack and told as one bland sentence. */
export function createErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const { status, body } = answerOf(logger, res.locals['requestId'] as string, error);
    sendJson(res, status, body);
  };
}

/** The answer to a request that failed; trouble of ours is logged. */
export function answerOf(
  logger: Logger,
  requestId: string,
  error: unknown,
): { status: number; body: string } {
  const status = unreadableStatus(error) ?? statusOf(error);
  if (status >= 500) logFailure(logger, requestId, error);
  const body = { error: { ...present(error, status), request_id: requestId } };
  return { status, body: status === 404 ? NOT_FOUND : JSON.stringify(body) };
}

/** Writes trouble of ours or of the host into the log, without anything of the request. */
export function logFailure(logger: Logger, requestId: string, error: unknown): void {
  logger.error('request failed', { requestId, ...describeError(error) });
}

/** Writes into the log that something was done and could not be entered in the audit; where it broke, no values. */
export function logMissingAudit(logger: Logger, error: unknown): void {
  logger.error('audit entry not written', describeError(error));
}

/**
 * Express and its parsers mark what they cannot read with a 4xx status. A path that cannot be decoded is not there, like any
 * wrong secret; everything else is a bad request.
 */
function unreadableStatus(error: unknown): number | undefined {
  if (error instanceof URIError) return 404;
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? 400 : undefined;
}

/** Trouble that a person can do something about is told like a refusal, though it is not theirs. */
const TOLD: ReadonlySet<ErrorCode> = new Set([
  'host_unreachable',
  'host_refused',
  'host_unclear',
  'disk_full',
]);

interface Refusal {
  code: string;
  message: string;
  hint?: string | undefined;
}

function present(error: unknown, status: number): Refusal {
  if (error instanceof FerryError && (status < 500 || TOLD.has(error.code)))
    return { code: error.code, message: error.message, hint: error.hint };
  if (status < 500) return { code: 'bad_request', message: 'The request cannot be read.' };
  return { code: 'internal', message: 'Something went wrong on our side; please try again later.' };
}
