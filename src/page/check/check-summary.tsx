import { Group, Paper, SimpleGrid, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CountsWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';
import { useMe } from '../use-me.js';

const EXTRAS = ['merged', 'blank_lines', 'outside_slice'] as const;

/** The result in one sentence, and every record of the list accounted for. */
export function CheckSummary({ counts }: { counts: CountsWire }) {
  const { t } = useTranslation(['check', 'results']);
  const { count } = useFormat();
  const most = useMe()?.limits.clients_per_session ?? Infinity;
  const isGood = counts.rejected === 0 && counts.clients > 0;
  const Icon = isGood ? IconCircleCheck : IconAlertTriangle;
  const extras = EXTRAS.filter((name) => counts[name] > 0);
  return (
    <Paper withBorder p="lg" component="section" aria-label={t('summary.label')}>
      <Group gap="md" wrap="nowrap" align="flex-start">
        <ThemeIcon size={40} radius="xl" variant="light" color={isGood ? 'green' : 'orange'}>
          <Icon size={24} aria-hidden />
        </ThemeIcon>
        <div>
          <Title order={2} size="h4">
            {isGood && counts.clients > most
              ? t('results:parts.ready', { clients: counts.clients })
              : isGood
                ? t('summary.good', { count: counts.clients, clients: count(counts.clients) })
                : t('summary.some', { count: counts.rejected, rejected: count(counts.rejected) })}
          </Title>
          <Text size="sm" c="dimmed">
            {t('summary.read', { count: counts.records, records: count(counts.records) })}
          </Text>
        </div>
      </Group>
      <SimpleGrid
        cols={{ base: 2, sm: 2 + extras.length }}
        mt="lg"
        spacing="md"
        component="dl"
        my={0}
      >
        <Figure name={t('figure.clients')} value={count(counts.clients)} />
        <Figure name={t('figure.rejected')} value={count(counts.rejected)} />
        {extras.map((name) => (
          <Figure key={name} name={t(`figure.${name}`)} value={count(counts[name])} />
        ))}
      </SimpleGrid>
    </Paper>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fz={26} fw={650} lh={1.2} className="tabular">
        {value}
      </Text>
    </div>
  );
}
