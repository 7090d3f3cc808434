import { Button, Stack, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { goneProblem } from '../parts/gone.js';
import { Problem } from '../parts/problem.js';
import { StepLoad } from '../parts/step-load.js';
import { useImport } from '../results/use-import.js';
import { SessionEnded } from './session-ended.js';
import { SessionRunning } from './session-running.js';
import { titleOf } from './session-look.js';

export interface SessionViewProps {
  /** Of any session of the import. */
  sessionUid: string;
  onSession: (sessionUid: string) => void;
  onNew: () => void;
  onHistory: () => void;
}

/** One import over all its parts: live while it runs, with its account once it is over. */
export function SessionView({ sessionUid, onSession, onNew, onHistory }: SessionViewProps) {
  const { t } = useTranslation(['import', 'results', 'codes', 'common']);
  const { account, error, again } = useImport(sessionUid);
  const gone = goneProblem(error, 'session_not_found');
  if (gone)
    return (
      <Stack gap="md" align="flex-start">
        <Problem error={gone} onStartOver={onNew} />
        <Button variant="default" onClick={onHistory}>
          {t('common:header.history')}
        </Button>
      </Stack>
    );
  if (!account)
    return error === undefined ? <StepLoad /> : <Problem error={error} onRetry={again} />;
  return (
    <Stack gap="md">
      <Announcement text={t(titleOf(account))} />
      {error !== undefined && <Problem error={error} onRetry={again} />}
      {account.outcome === null ? (
        <SessionRunning account={account} onChanged={again} onHistory={onHistory} />
      ) : (
        <SessionEnded
          account={account}
          onSession={onSession}
          onChanged={again}
          onNew={onNew}
          onHistory={onHistory}
        />
      )}
    </Stack>
  );
}

/** Is said aloud when it changes; what stands there at first is read with the page. Numbers are not, since they change all the time. */
function Announcement({ text }: { text: string }) {
  const [first] = useState(text);
  return <VisuallyHidden aria-live="polite">{text === first ? '' : text}</VisuallyHidden>;
}
