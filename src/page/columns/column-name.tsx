import { Badge, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftColumnWire } from '../../web/api/wire.js';
import { LongText } from '../parts/long-text.js';

/** The name of a column as the file spells it. */
export function ColumnName({ column }: { column: DraftColumnWire }) {
  const { t } = useTranslation('columns');
  return (
    <Stack gap={4} align="flex-start">
      <Text component="div" fw={600} size="sm">
        <LongText
          text={column.name === '' ? t('nameless', { at: column.index + 1 }) : column.name}
        />
      </Text>
      {column.of_matter && (
        <Badge variant="light" color="gray" tt="none" size="sm">
          {t('ofMatter')}
        </Badge>
      )}
    </Stack>
  );
}
