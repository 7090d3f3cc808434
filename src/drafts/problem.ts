import { FerryError, isOurTrouble } from '../errors.js';
import type { Problem } from './draft.js';

/**
 * Why something failed, as it is kept with a draft. Hints at flags of the command line help nobody who works in the page. What is
 * no refusal of ours is told without its text, which may quote a cell.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof FerryError && !isOurTrouble(error))
    return { code: error.code, message: error.message, hint: hintForPage(error.hint) };
  return {
    code: 'internal',
    message: 'Something went wrong on our side.',
    hint: 'Try again; if it happens with this file only, save the list as CSV and add that.',
  };
}

/** A refusal with a hint for people who work in the page. */
export function forPage(error: FerryError): FerryError {
  const hint = hintForPage(error.hint);
  return new FerryError(error.code, error.message, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

function hintForPage(hint: string | undefined): string | undefined {
  return hint === undefined || /(^|\s)--[a-z]/.test(hint) ? undefined : hint;
}
