import { List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { UndoPlanWire } from '../../web/api/wire-results.js';
import classes from './results.module.css';

/** What taking an import back would delete, what stays, and the first clients of whom it is about. */
export function UndoFacts({ plan }: { plan: UndoPlanWire }) {
  const { t } = useTranslation('results');
  const stays = (
    [
      ['overridden', plan.overridden],
      ['unknown', plan.unknown],
    ] as const
  ).filter(([, number]) => number > 0);
  const total = plan.created + plan.changed_since;
  return (
    <Stack gap="xs">
      <Text>{t('undo.text', { number: plan.created })}</Text>
      <List size="sm">
        {stays.map(([name, number]) => (
          <List.Item key={name}>
            {t(`undo.stays.${name}`, { number })}
            {name === 'overridden' && (
              <Text size="sm">{t('undo.before', { number: plan.overridden_known })}</Text>
            )}
          </List.Item>
        ))}
      </List>
      {plan.clients.length > 0 && (
        <div className={classes['scroll']} role="region" tabIndex={0} aria-label={t('undo.list')}>
          <ul className={classes['list']}>
            {plan.clients.map(({ name, external_id: id, changed }, at) => (
              <li key={`${at} ${id ?? ''}`} className={classes['name']}>
                <Text size="sm" span>
                  <bdi>{name === '' ? t('clients.nameless') : name}</bdi>
                  {id !== null && ` · ${t('clients.id', { id })}`}
                  {changed && ` · ${t('undo.changed')}`}
                </Text>
              </li>
            ))}
          </ul>
        </div>
      )}
      {total > plan.clients.length && plan.clients.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('undo.listed', { number: plan.clients.length, total })}
        </Text>
      )}
    </Stack>
  );
}
