import { Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCircleCheck, IconFileAlert, IconUsers, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';
import { LongText } from '../parts/long-text.js';
import { DownloadRejects } from './download-rejects.js';

export interface PlanFactsProps {
  plan: PlanWire;
  batchUid: string;
  /** Whether there is a check to go back to. */
  hasDraft: boolean;
}

/** How many clients go over, with which fields, and how many records and which columns do not. */
export function PlanFacts({ plan, batchUid, hasDraft }: PlanFactsProps) {
  const { t } = useTranslation('import');
  const format = useFormat();
  const { clients, rejected } = plan;
  const unknown = new Set(plan.unknown_fields);
  const labels = Object.entries(plan.mapping)
    .filter(([key]) => !unknown.has(key))
    .map(([, label]) => label);
  return (
    <Paper withBorder p="lg" component="section" aria-label={t('plan.label')}>
      <Stack gap="lg">
        <Fact
          icon={IconUsers}
          color="ferry"
          figure={format.count(clients)}
          text={t('plan.clients', { count: clients })}
        >
          <Text size="sm" c="dimmed">
            {t('plan.fields', { fields: format.list(labels) })}
            {plan.upload_type === 'multi' && ` ${t('plan.matters')}`}
          </Text>
          {plan.not_imported.length > 0 && (
            <Text component="div" size="sm" c="dimmed">
              <LongText
                most={200}
                text={t('plan.notImported', { columns: format.list(plan.not_imported) })}
              />
            </Text>
          )}
        </Fact>
        {rejected > 0 ? (
          <Fact
            icon={IconFileAlert}
            color="yellow"
            figure={format.count(rejected)}
            text={t('plan.rejected', { count: rejected })}
          >
            <Text size="sm" c="dimmed">
              {t(hasDraft ? 'plan.rejectedHint' : 'plan.rejectedHintPrepared')}
            </Text>
            <DownloadRejects path={`/api/batches/${encodeURIComponent(batchUid)}/rejects.csv`} />
          </Fact>
        ) : (
          <Fact icon={IconCircleCheck} color="green" text={t('plan.complete')} />
        )}
      </Stack>
    </Paper>
  );
}

interface FactProps {
  icon: Icon;
  color: string;
  figure?: string;
  text: string;
  children?: ReactNode;
}

function Fact({ icon: Sign, color, figure, text, children }: FactProps) {
  return (
    <Group align="flex-start" wrap="nowrap" gap="md">
      <ThemeIcon variant="light" color={color} size={44} radius="md">
        <Sign size={24} aria-hidden />
      </ThemeIcon>
      <Stack gap={4} miw={0} align="flex-start" mih={44} justify="center">
        <Text fw={500}>
          {figure !== undefined && (
            <Text span fz={24} fw={700} lh={1.1} className="tabular">
              {figure}{' '}
            </Text>
          )}
          {text}
        </Text>
        {children}
      </Stack>
    </Group>
  );
}
