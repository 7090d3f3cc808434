import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchesWire, DraftsWire, MeWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { go } from '../app-place.js';
import { useFormat } from '../format.js';
import { offersOf } from './find-offers.js';

/** What is there already: earlier drafts to go on with, and lists that an administrator has staged. */
export function Offers({ me }: { me: MeWire }) {
  const { t } = useTranslation('file');
  const format = useFormat();
  const { drafts, batches } = useOffers();
  return (
    <>
      {drafts.length > 0 && (
        <Section title={t('drafts.title')}>
          {drafts.map((draft) => (
            <Offer
              key={draft.uid}
              title={format.list(draft.files)}
              text={t(draft.created_by === me.staff_uid ? 'drafts.text' : 'drafts.textOther', {
                changed: format.dateTime(draft.updated_at),
                until: format.date(draft.expires_at),
              })}
              action={t('drafts.continue')}
              onAction={() => {
                const step = draft.batch_uid === null ? 'file' : 'check';
                go({ at: 'draft', uid: draft.uid, step });
              }}
            />
          ))}
        </Section>
      )}
      {batches.length > 0 && (
        <Section title={t('batches.title')}>
          {batches.map((batch) => (
            <Offer
              key={batch.uid}
              title={format.list(batch.files.map((file) => file.name))}
              text={t('batches.text', {
                count: batch.counts.clients,
                clients: format.count(batch.counts.clients),
                at: format.dateTime(batch.created_at),
              })}
              action={t('batches.import')}
              onAction={() => {
                go({ at: 'batch', uid: batch.uid });
              }}
            />
          ))}
        </Section>
      )}
    </>
  );
}

function useOffers() {
  const api = useApi();
  const drafts = useQuery({
    queryKey: ['drafts'],
    queryFn: ({ signal }) => api.get<DraftsWire>('/api/drafts', signal),
    staleTime: 0,
  });
  const batches = useQuery({
    queryKey: ['batches'],
    queryFn: ({ signal }) => api.get<BatchesWire>('/api/batches', signal),
    staleTime: 0,
  });
  // Both are needed to tell which batches are of a draft, so nothing shows before both are there.
  return offersOf(drafts.data, batches.data);
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

interface OfferProps {
  title: string;
  text: string;
  action: string;
  onAction: () => void;
}

function Offer({ title, text, action, onAction }: OfferProps) {
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>
            <bdi>{title}</bdi>
          </Text>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </div>
        <Button variant="default" onClick={onAction} aria-label={`${action}: ${title}`}>
          {action}
        </Button>
      </Group>
    </Paper>
  );
}
