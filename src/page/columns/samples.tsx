import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LongText } from '../parts/long-text.js';

const SHOWN = 3;

/** A few values of a column that are not blank. */
export function Samples({ samples }: { samples: readonly string[] }) {
  const { t } = useTranslation('columns');
  if (samples.length === 0)
    return (
      <Text size="sm" c="dimmed" fs="italic">
        {t('empty')}
      </Text>
    );
  return (
    <Stack gap={2}>
      {samples.slice(0, SHOWN).map((sample) => (
        <Text key={sample} component="div" size="sm" lh={1.4}>
          <LongText text={sample} most={48} />
        </Text>
      ))}
    </Stack>
  );
}
