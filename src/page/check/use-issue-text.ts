import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

export interface IssueText {
  /** A few words for what is wrong with a record; `told` is what the server says of it. */
  issueText: (code: string, told?: string) => string;
  warningText: (code: string) => string;
}

/** Words for the codes of issues in the language in use. */
export function useIssueText(): IssueText {
  const { t } = useTranslation('codes');
  const issueText = useCallback(
    (code: string, told = code) => t(`issue.${code}`, { defaultValue: told }),
    [t],
  );
  const warningText = useCallback(
    (code: string) =>
      t([`warning.${code}`, `issue.${code}`], { defaultValue: code.replaceAll('_', ' ') }),
    [t],
  );
  return { issueText, warningText };
}
