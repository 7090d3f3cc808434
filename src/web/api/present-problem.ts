import type { Problem } from '../../drafts/draft.js';
import type { Issue } from '../../staging/issue.js';
import { hintForStaff } from './hint-for-staff.js';
import type { IssueWire, ProblemWire } from './wire.js';

export function presentProblem(problem: Problem | undefined): ProblemWire | null {
  if (!problem) return null;
  const { code, message, hint } = problem;
  return { code, message, hint: hintForStaff(code, hint) ?? null };
}

export const presentIssue = ({ code, line, column, message, hint }: Issue): IssueWire => ({
  code,
  line,
  column: column ?? null,
  message,
  hint: hintForStaff(code, hint) ?? '',
});
