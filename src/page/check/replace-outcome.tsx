import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format.js';

export interface ReplaceOutcomeProps {
  cells: number;
  onAgain: () => void;
  onClose: () => void;
}

/** How many cells were replaced. */
export function ReplaceOutcome({ cells, onAgain, onClose }: ReplaceOutcomeProps) {
  const { t } = useTranslation('check');
  const { count } = useFormat();
  return (
    <Stack>
      <Text role="status">{t('replace.done', { count: cells, cells: count(cells) })}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onAgain}>
          {t('replace.again')}
        </Button>
        <Button onClick={onClose} data-autofocus>
          {t('close', { ns: 'common' })}
        </Button>
      </Group>
    </Stack>
  );
}
