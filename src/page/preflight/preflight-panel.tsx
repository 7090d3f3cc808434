import { Button, Divider, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreflightCheckWire } from '../../web/api/wire-results.js';
import { Problem } from '../parts/problem.js';
import { CheckLine } from './check-line.js';
import { CreateFields } from './create-fields.js';
import { usePreflight } from './use-preflight.js';
import classes from './preflight.module.css';

/** What the rest of the step tells already: the size of the list, its fields, and another import that runs. */
const TOLD_ELSEWHERE = new Set<PreflightCheckWire['name']>([
  ...(['batch', 'parts', 'recognisable', 'fields', 'session'] as const),
]);

/** What is told here, that which is not well first. */
function toldHere(checks: readonly PreflightCheckWire[]): PreflightCheckWire[] {
  const told = checks.filter(({ name }) => !TOLD_ELSEWHERE.has(name));
  return [
    ...told.filter(({ state }) => state !== 'ok'),
    ...told.filter(({ state }) => state === 'ok'),
  ];
}

/** What was looked at before anything is sent, each in one sentence, and what can be mended from here. */
export function PreflightPanel({ batchUid }: { batchUid: string }) {
  const { t } = useTranslation('results');
  const id = useId();
  const { data, error, isFetching, refetch } = usePreflight(batchUid);
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby={id} aria-busy={isFetching}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h5" id={id}>
            {t('preflight.title')}
          </Title>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={isFetching}
            onClick={() => void refetch()}
          >
            {t('preflight.again')}
          </Button>
        </Group>
        {!data && !error && (
          <Group gap="xs">
            <Loader size="xs" />
            <Text size="sm">{t('preflight.running')}</Text>
          </Group>
        )}
        {error && <Problem error={error} />}
        {data && (
          <ul className={classes['list']}>
            {toldHere(data.checks).map((check) => (
              <CheckLine key={check.name} check={check} />
            ))}
          </ul>
        )}
        {data && data.missing_fields.length > 0 && (
          <>
            <Divider />
            <CreateFields batchUid={batchUid} fields={data.missing_fields} />
          </>
        )}
      </Stack>
    </Paper>
  );
}
