import { Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import { PageWays } from '../parts/page-ways.js';
import { Problem } from '../parts/problem.js';
import { ClientRow } from './client-row.js';
import { DownloadCsv } from './download-csv.js';
import { CHOICES, useClientResults, type Choice } from './use-client-results.js';
import classes from './results.module.css';

/** The clients of an import one by one, with what became of each, to be narrowed and saved. */
export function ClientResults({ account }: { account: ImportWire }) {
  const { t } = useTranslation('results');
  const page = useClientResults(account.uid, firstChoice(account));
  const { clients, choice } = page;
  return (
    <Paper withBorder p="lg" component="section" aria-label={t('clients.title')}>
      <Stack gap="md">
        <Title order={2} size="h5">
          {t('clients.title')}
        </Title>
        <Group gap="sm" align="flex-end">
          <NativeSelect
            label={t('clients.show')}
            value={choice}
            data={CHOICES.map((value) => ({ value, label: t(`choice.${value}`) }))}
            onChange={(event) => {
              page.choose(event.currentTarget.value as Choice);
            }}
          />
          <DownloadCsv path={page.csvPath} text={t('clients.download')} />
        </Group>
        {page.error && <Problem error={page.error} onRetry={page.retry} />}
        {clients?.length === 0 && <Text size="sm">{t('clients.none')}</Text>}
        {clients && clients.length > 0 && (
          <Stack
            component="ul"
            gap={0}
            className={classes['list'] ?? ''}
            aria-busy={page.isWaiting}
          >
            {clients.map((client) => (
              <ClientRow key={client.seq} client={client} />
            ))}
          </Stack>
        )}
        <Ways {...page} />
      </Stack>
    </Paper>
  );
}

/** What a person most wants to see: those that need a look. */
function firstChoice({ results, missing }: ImportWire): Choice {
  if (results.failed > 0) return 'failed';
  if (missing > 0) return 'missing';
  return 'all';
}

function Ways({
  onwards,
  backwards,
}: Pick<ReturnType<typeof useClientResults>, 'onwards' | 'backwards'>) {
  const { t } = useTranslation('results');
  if (!onwards && !backwards) return null;
  return (
    <PageWays
      label={t('clients.title')}
      back={{ text: t('clients.back'), onGo: backwards }}
      onwards={{ text: t('clients.onwards'), onGo: onwards }}
    />
  );
}
