import { ApiError } from '../api/api.js';

/** What may be gone when the app answers 404, which never says what. */
type GoneCode = 'draft_not_found' | 'batch_not_found' | 'session_not_found';

/** The problem to tell when something is no longer there; undefined for any other trouble. */
export function goneProblem(error: unknown, code: GoneCode): ApiError | undefined {
  return error instanceof ApiError && error.status === 404
    ? new ApiError(code, error.status, '')
    : undefined;
}
