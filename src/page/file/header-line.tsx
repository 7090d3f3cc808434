import { NumberInput, Stack, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire } from '../../web/api/wire.js';
import { HeaderRows } from './header-rows.js';

export interface HeaderLineProps {
  /** Undefined when the file could not be read as it is: then there are no rows to choose from. */
  source: DraftSourceWire | undefined;
  chosen: number | undefined;
  /** 0 when there is no header; undefined to have it found. */
  onChange: (line: number | null) => void;
}

/** Says on which line the names of the columns stand. */
export function HeaderLine({ source, chosen, onChange }: HeaderLineProps) {
  const { t } = useTranslation('file');
  const label = useId();
  if (!source || source.top_rows.length === 0)
    return (
      <NumberInput
        label={t('header.number')}
        description={t('header.numberText')}
        min={0}
        max={1000}
        allowDecimal={false}
        key={chosen}
        defaultValue={chosen ?? ''}
        onBlur={({ currentTarget: { value } }) => {
          const line = value === '' ? undefined : Number(value);
          if (line !== chosen) onChange(line ?? null);
        }}
      />
    );
  return (
    <Stack gap="xs">
      <Title order={3} size="h5" id={label}>
        {t('header.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('header.text')}
      </Text>
      <HeaderRows source={source} labelId={label} isNone={chosen === 0} onChange={onChange} />
    </Stack>
  );
}
