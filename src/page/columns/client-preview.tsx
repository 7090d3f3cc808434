import { Divider, Paper, Stack, Text, Title } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire } from '../../web/api/wire.js';
import { LongText } from '../parts/long-text.js';
import classes from './columns.module.css';
import { useFields } from './use-fields.js';

const SHOWN = 3;

/** The first clients of a table as the CRM would get them. */
export function ClientPreview({ source }: { source: DraftSourceWire }) {
  const { t } = useTranslation('columns');
  const clients = source.clients.slice(0, SHOWN);
  return (
    <Paper
      withBorder
      p="md"
      component="section"
      className={classes['preview'] ?? ''}
      aria-label={t('preview.title')}
      // It may scroll by itself, and then the keyboard must reach it.
      tabIndex={0}
    >
      <Title order={2} size="h5">
        {t('preview.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {clients.length > 0 ? t('preview.text') : t('preview.none')}
      </Text>
      <Stack gap="sm">
        {clients.map((client, at) => (
          <Fragment key={client.line}>
            {at > 0 && <Divider />}
            <Client client={client} />
          </Fragment>
        ))}
      </Stack>
    </Paper>
  );
}

function Client({ client }: { client: DraftSourceWire['clients'][number] }) {
  const { t } = useTranslation('columns');
  const { labelOf } = useFields();
  return (
    <div>
      <Text size="xs" c="dimmed" className="tabular">
        {t('preview.line', { line: client.line })}
      </Text>
      <dl className={classes['fields']}>
        {client.fields.map(([key, value], at) => (
          <Fragment key={`${key} ${at}`}>
            <dt>{labelOf(key)}</dt>
            <dd>
              <LongText text={value} most={120} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}
