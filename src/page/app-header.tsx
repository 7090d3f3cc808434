import { Anchor, Box, Container, Group, Text } from '@mantine/core';
import { IconHistory, IconUserShield } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MeWire } from '../web/api/wire.js';
import { hashOf, type Place } from './app-place.js';
import classes from './app-header.module.css';
import { ProductName } from './parts/product-name.js';

export interface AppHeaderProps {
  me: MeWire | undefined;
  place: Place;
}

/** Which product this is, for which business, and where the earlier imports are. */
export function AppHeader({ me, place }: AppHeaderProps) {
  const { t } = useTranslation();
  const isHistory = place.at === 'history';
  return (
    <header className={classes['header']}>
      <Container size={1120}>
        <Group h={56} wrap="nowrap" justify="space-between" gap="sm">
          <Group wrap="nowrap" gap="sm" miw={0}>
            <Anchor href={hashOf({ at: 'start' })} underline="never" c="inherit">
              <ProductName />
            </Anchor>
            {me?.business_name != null && (
              <Text c="dimmed" size="sm" truncate className={classes['business']}>
                <bdi>{me.business_name}</bdi>
              </Text>
            )}
          </Group>
          <Anchor
            flex="none"
            aria-label={t('header.history')}
            href={hashOf({ at: 'history' })}
            size="sm"
            fw={500}
            aria-current={isHistory ? 'page' : undefined}
          >
            <Group gap={6} wrap="nowrap">
              <IconHistory size={18} aria-hidden />
              <span className={classes['label']}>{t('header.history')}</span>
            </Group>
          </Anchor>
        </Group>
      </Container>
      {me?.impersonated_by != null && (
        <Box className={classes['notice']} role="note">
          <Container size={1120}>
            <Group gap="xs" wrap="nowrap">
              <IconUserShield size={18} aria-hidden className={classes['icon']} />
              <Text size="sm" fw={500}>
                {t('header.impersonated', { who: me.impersonated_by, staff: me.staff_uid })}
              </Text>
            </Group>
          </Container>
        </Box>
      )}
    </header>
  );
}
