import { ApiError } from './api.js';

/** A gateway before the app says these when the app itself does not answer. */
const GATEWAY_STATUSES = new Set([502, 503, 504]);

/** What a refusing answer says, as an error; `body` is its text. */
export function refusalOf(status: number, body: string): ApiError {
  const said = parseError(body);
  if (said) return new ApiError(said.code, status, said.message, said.hint);
  if (GATEWAY_STATUSES.has(status)) return unreachable();
  return new ApiError('internal', status, `The app answered with status ${status}.`);
}

/** The app did not answer at all. */
export function unreachable(): ApiError {
  return new ApiError('unreachable', 0, 'The app cannot be reached at the moment.');
}

function parseError(body: string): { code: string; message: string; hint?: string } | undefined {
  try {
    const { error } = JSON.parse(body) as {
      error?: { code?: unknown; message?: unknown; hint?: unknown };
    };
    if (typeof error?.code !== 'string' || typeof error.message !== 'string') return undefined;
    const { code, message, hint } = error;
    return typeof hint === 'string' ? { code, message, hint } : { code, message };
  } catch {
    return undefined;
  }
}
