import { Button, Stack, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionWire } from '../../web/api/wire.js';
import { goneProblem } from '../parts/gone.js';
import { Problem } from '../parts/problem.js';
import { StepLoad } from '../parts/step-load.js';
import { SessionEnded } from './session-ended.js';
import { SessionRunning } from './session-running.js';
import { endOf } from './session-look.js';
import { useSession } from './use-session.js';

export interface SessionViewProps {
  sessionUid: string;
  onNew: () => void;
  onHistory: () => void;
}

/** One import: live while it runs, with its account once it is over. */
export function SessionView({ sessionUid, onNew, onHistory }: SessionViewProps) {
  const { t } = useTranslation(['import', 'codes', 'common']);
  const { session, error, take, retry } = useSession(sessionUid);
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
  if (!session)
    return error === undefined ? <StepLoad /> : <Problem error={error} onRetry={retry} />;
  return (
    <Stack gap="md">
      <Announcement text={t(titleOf(session))} />
      {error !== undefined && <Problem error={error} onRetry={retry} />}
      {session.outcome === null ? (
        <SessionRunning session={session} onChanged={take} onHistory={onHistory} />
      ) : (
        <SessionEnded session={session} onNew={onNew} onHistory={onHistory} />
      )}
    </Stack>
  );
}

/** Is said aloud when it changes; what stands there at first is read with the page. */
function Announcement({ text }: { text: string }) {
  const [first] = useState(text);
  return <VisuallyHidden aria-live="polite">{text === first ? '' : text}</VisuallyHidden>;
}

/** Numbers are not announced, since they change all the time. */
function titleOf(session: SessionWire): string {
  return session.outcome === null
    ? `session.running.${session.status}`
    : `session.outcome.${endOf(session)}`;
}
