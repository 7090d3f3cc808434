import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from './problem-text.js';

export interface ProblemProps {
  /** Anything thrown, or a problem as the API tells it. */
  error: unknown;
  onRetry?: () => void;
  onStartOver?: () => void;
}

/** Says what went wrong and what to do, and offers to do it. */
export function Problem({ error, onRetry, onStartOver }: ProblemProps) {
  const { t } = useTranslation();
  const { message, detail } = useProblemText()(error);
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Stack gap="xs">
        <div>
          <Text size="sm" fw={600}>
            <bdi>{message}</bdi>
          </Text>
          {detail !== undefined && (
            <Text size="xs" c="dimmed" mt={2} lang="en">
              <bdi>{detail}</bdi>
            </Text>
          )}
        </div>
        {(onRetry ?? onStartOver) && (
          <Group gap="xs">
            {onRetry && (
              <Button size="xs" variant="default" onClick={onRetry}>
                {t('retry')}
              </Button>
            )}
            {onStartOver && (
              <Button size="xs" variant="default" onClick={onStartOver}>
                {t('startOver')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
