import { Alert, Container } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from './app-services.js';

/** Says that the app does not answer; goes away by itself, and what could not be loaded is asked for again. */
export function AppOffline() {
  const { t } = useTranslation();
  const { isReachable } = useServices().reach;
  const queries = useQueryClient();
  const isThere = useSyncExternalStore(isReachable.subscribe, isReachable.get);
  useEffect(
    () =>
      isReachable.subscribe(() => {
        if (isReachable.get()) void queries.invalidateQueries();
      }),
    [isReachable, queries],
  );
  return (
    <div role="status">
      {!isThere && (
        <Container size={1120} pt="md">
          <Alert
            color="orange"
            icon={<IconPlugConnectedX aria-hidden />}
            title={t('offline.title')}
          >
            {t('offline.text')}
          </Alert>
        </Container>
      )}
    </div>
  );
}
