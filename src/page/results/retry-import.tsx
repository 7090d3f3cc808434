import { Button, Checkbox, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportWire, RetryPlanWire } from '../../web/api/wire-results.js';
import type { SessionStartedWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { StartRefusal } from '../import/start-refusal.js';
import { Problem } from '../parts/problem.js';

export interface RetryImportProps {
  account: ImportWire;
  onStarted: (sessionUid: string) => void;
}

/** Sends clients again that failed or are missing in the CRM, after showing what that means. */
export function RetryImport(props: RetryImportProps) {
  const { t } = useTranslation(['results', 'common']);
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="light" leftSection={<IconSend size={18} aria-hidden />} onClick={open}>
        {t('retry.open')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('retry.title')}
        centered
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <RetryForm {...props} onClose={close} />
      </Modal>
    </>
  );
}

function RetryForm({ account, onStarted, onClose }: RetryImportProps & { onClose: () => void }) {
  const { t } = useTranslation(['results', 'common', 'import', 'codes']);
  const api = useApi();
  const [unknown, setUnknown] = useState(false);
  const path = `/api/imports/${encodeURIComponent(account.uid)}/retry`;
  const plan = useQuery({
    queryKey: ['retry', account.uid, unknown],
    queryFn: ({ signal }) => api.get<RetryPlanWire>(`${path}?unknown=${unknown}`, signal),
    staleTime: 0,
    gcTime: 0,
  });
  const start = useMutation({
    mutationFn: (confirm: number) => api.post<SessionStartedWire>(path, { unknown, confirm }),
    onSuccess: ({ session }) => {
      onStarted(session.uid);
    },
  });
  return (
    <Stack>
      {plan.data && <RetryFacts plan={plan.data} />}
      {account.results.unknown > 0 && (
        <Checkbox
          label={t('retry.unknown', { number: account.results.unknown })}
          description={t('retry.unknownText')}
          checked={unknown}
          onChange={(event) => {
            setUnknown(event.currentTarget.checked);
          }}
        />
      )}
      {plan.error && <Problem error={plan.error} onRetry={() => void plan.refetch()} />}
      {start.error && <StartRefusal error={start.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common:cancel')}
        </Button>
        <Button
          loading={start.isPending || plan.isPending}
          disabled={!plan.data || plan.data.clients === 0}
          onClick={() => {
            if (plan.data) start.mutate(plan.data.clients);
          }}
        >
          {t('retry.begin', { number: plan.data?.clients ?? 0 })}
        </Button>
      </Group>
    </Stack>
  );
}

/** What would be sent, and what the CRM does with those that it has. */
function RetryFacts({ plan }: { plan: RetryPlanWire }) {
  const { t } = useTranslation('results');
  const { clients, failed, missing, with_email: withEmail, without_email: without } = plan;
  if (clients === 0) return <Text>{t('retry.nothing')}</Text>;
  const kinds = { failed, missing, unknown: clients - failed - missing };
  return (
    <Stack gap="xs">
      <Text>{t('retry.text', { number: clients })}</Text>
      <List size="sm">
        {(['failed', 'missing', 'unknown'] as const)
          .filter((kind) => kinds[kind] > 0)
          .map((kind) => (
            <List.Item key={kind}>{t(`retry.kind.${kind}`, { number: kinds[kind] })}</List.Item>
          ))}
      </List>
      {withEmail > 0 && (
        <Text size="sm">
          {t(plan.override ? 'retry.known.override' : 'retry.known.keep', { number: withEmail })}
        </Text>
      )}
      {plan.earlier.length > 0 && <Text size="sm">{t('retry.earlier')}</Text>}
      {without > 0 && (
        <Text size="sm" fw={600}>
          {t('retry.withoutEmail', { number: without })}
        </Text>
      )}
    </Stack>
  );
}
