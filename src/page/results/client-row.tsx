import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClientResultWire } from '../../web/api/wire-results.js';
import { useFormat } from '../format.js';
import { Differences } from './differences.js';
import classes from './results.module.css';

/** One client with what became of it, where it stands in the files, and what is different in the CRM. */
export function ClientRow({ client }: { client: ClientResultWire }) {
  const { t } = useTranslation('results');
  const format = useFormat();
  const { name, email, external_id: externalId, file, line, result, found, differences } = client;
  const facts = [
    email,
    externalId !== null && t('clients.id', { id: externalId }),
    t('clients.place', { file, line: format.count(line) }),
  ].filter((fact) => fact !== null && fact !== false);
  return (
    <li className={classes['client']}>
      <Group justify="space-between" gap="xs" wrap="wrap">
        <Text fw={600} className={classes['name'] ?? ''}>
          <bdi>{name === '' ? t('clients.nameless') : name}</bdi>
        </Text>
        <Text size="sm">
          {[t(`result.${result}`), found !== null && t(`finding.${found}`)]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" className={classes['name'] ?? ''}>
        {facts.map((fact, at) => (
          <span key={fact}>
            {at > 0 && ' · '}
            <bdi>{fact}</bdi>
          </span>
        ))}
      </Text>
      {differences.length > 0 && <Differences differences={differences} />}
    </li>
  );
}
