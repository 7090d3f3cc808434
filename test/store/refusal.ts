import { FerryError, type ErrorCode } from '../../src/errors.js';

/** Says whether an error is a refusal with that code. */
export const refusal = (code: ErrorCode) => (error: unknown) =>
  error instanceof FerryError && error.code === code;
