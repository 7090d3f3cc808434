import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api.js';

export interface ProblemText {
  /** What went wrong and what to do. */
  message: string;
  /** What the server says beyond it, such as which line; in English. */
  detail: string | undefined;
}

/** A problem as the API tells it, in an answer or as an error. */
interface Told {
  code: string;
  message: string;
  hint?: string | null | undefined;
}

/**
 * Gives the words for a problem in the language in use, by its code from the namespace `codes`, else as the server says it.
 * Anything that is not a problem of the API is told as `internal`.
 */
export function useProblemText(): (problem: unknown) => ProblemText {
  const { t } = useTranslation('codes');
  return useCallback(
    (problem) => {
      const { code, message, hint } = toldBy(problem);
      const said = [message, hint].filter(Boolean).join(' ');
      const known = t(`error.${code}`, { defaultValue: '' });
      return known === ''
        ? { message: said, detail: undefined }
        : { message: known, detail: message === '' ? undefined : message };
    },
    [t],
  );
}

function toldBy(problem: unknown): Told {
  if (problem instanceof ApiError) return problem;
  if (isTold(problem)) return problem;
  return { code: 'internal', message: 'Something went wrong in this page.' };
}

function isTold(problem: unknown): problem is Told {
  if (typeof problem !== 'object' || problem === null || problem instanceof Error) return false;
  return 'code' in problem && 'message' in problem;
}
