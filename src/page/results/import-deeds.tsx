import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import { useMe } from '../use-me.js';
import { ContinueImport } from './continue-import.js';
import { isLive, partToGoOn } from './result-lines.js';
import { RetryImport } from './retry-import.js';
import { UndoImport } from './undo-import.js';

export interface ImportDeedsProps {
  account: ImportWire;
  onStarted: (sessionUid: string) => void;
  onChanged: () => void;
}

/** What a person may do about an import that is over: go on, send again, take back. Nothing for those who only look. */
export function ImportDeeds({ account, onStarted, onChanged }: ImportDeedsProps) {
  const { t } = useTranslation('results');
  const me = useMe();
  // Without the list there is nothing to be sent, and nobody to be found.
  if (me === undefined || me.role === 'view' || account.files.length === 0) return null;
  const part = partToGoOn(account);
  const { results, missing, handed_over: handedOver, undo } = account;
  const mayRetry = part === undefined && (results.failed > 0 || missing > 0 || results.unknown > 0);
  const mayUndo = me.role === 'admin' && handedOver > 0 && !(undo && isLive(undo.job));
  if (part === undefined && !mayRetry && !mayUndo) return null;
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} size="h5" mb="sm">
        {t('deeds.title')}
      </Title>
      <Stack gap="md">
        {part !== undefined && (
          <Deed text={t('deeds.goOn')}>
            <ContinueImport account={account} part={part} onStarted={onChanged} />
          </Deed>
        )}
        {mayRetry && (
          <Deed text={t('deeds.retry')}>
            <RetryImport account={account} onStarted={onStarted} />
          </Deed>
        )}
        {mayUndo && (
          <Deed text={t('deeds.undo')}>
            <UndoImport account={account} onStarted={onChanged} />
          </Deed>
        )}
      </Stack>
    </Paper>
  );
}

function Deed({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" mb={6}>
        {text}
      </Text>
      <Group>{children}</Group>
    </div>
  );
}
