import { SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import { useFormat } from '../format.js';
import { ClientResults } from './client-results.js';
import { CrmLook } from './crm-look.js';
import { ImportDeeds } from './import-deeds.js';
import { Oddities } from './oddities.js';
import { ResultPages } from './result-pages.js';
import { ResultTable } from './result-table.js';
import { UndoAccount } from './undo-account.js';

export interface ImportResultsProps {
  account: ImportWire;
  /** Another import was begun. */
  onStarted: (sessionUid: string) => void;
  /** Something changed that the account does not tell yet. */
  onChanged: () => void;
}

/** What became of every client of an import that is over, and what a person can do about it. */
export function ImportResults({ account, onStarted, onChanged }: ImportResultsProps) {
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Stack gap="md">
          <ResultTable account={account} />
          <Oddities oddities={account.oddities} />
          <ResultPages account={account} />
        </Stack>
        <Stack gap="md">
          <CrmLook
            path={`/api/imports/${encodeURIComponent(account.uid)}`}
            clients={account.clients}
            reconciliation={account.reconciliation}
            isBefore={false}
            takenBackAt={account.undo?.started_at}
            onChanged={onChanged}
          />
          {account.undo && <UndoAccount undo={account.undo} onChanged={onChanged} />}
          <ImportDeeds account={account} onStarted={onStarted} onChanged={onChanged} />
        </Stack>
      </SimpleGrid>
      {account.files.length > 0 && <ClientResults account={account} />}
      <KeptUntil account={account} />
    </Stack>
  );
}

function KeptUntil({ account: { kept_until: until } }: { account: ImportWire }) {
  const { t } = useTranslation('results');
  const format = useFormat();
  if (until === null) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('kept.until', { date: format.date(until) })}
    </Text>
  );
}
