import { Select, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIST_PROPS } from '../parts/list-props.js';
import { LongText } from '../parts/long-text.js';
import classes from './columns.module.css';
import type { ValueChoice } from './value-choices.js';

export interface ValueRowProps {
  choice: ValueChoice;
  options: readonly string[] | undefined;
  onChange: (becomes: string | null) => Promise<unknown>;
}

/** One value and what it becomes. */
export function ValueRow({ choice, options, onChange }: ValueRowProps) {
  return (
    <div className={classes['value']}>
      <Text component="div" size="sm">
        <LongText text={choice.value} most={40} />
      </Text>
      {options ? (
        <OptionChoice choice={choice} options={options} onChange={onChange} />
      ) : (
        <TextChoice choice={choice} onChange={onChange} />
      )}
    </div>
  );
}

function OptionChoice({ choice, options = [], onChange }: ValueRowProps) {
  const { t } = useTranslation('columns');
  const isOpen = choice.becomes === null;
  return (
    <Select
      {...LIST_PROPS}
      size="xs"
      aria-label={t('values.becomes', { value: choice.value })}
      placeholder={t('values.setAside')}
      data={[...new Set(options)]}
      value={choice.becomes}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('values.clear', { value: choice.value }) }}
      leftSection={isOpen ? <IconAlertTriangle size={14} aria-hidden /> : undefined}
      onChange={(becomes) => void onChange(becomes)}
    />
  );
}

function TextChoice({ choice, onChange }: Omit<ValueRowProps, 'options'>) {
  const { t } = useTranslation('columns');
  const [text, setText] = useState(choice.becomes ?? '');
  return (
    <TextInput
      size="xs"
      aria-label={t('values.becomes', { value: choice.value })}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') currentTarget.blur();
      }}
      onBlur={() => {
        const becomes = text.trim();
        if (becomes === '') setText(choice.value);
        if ((becomes === '' ? choice.value : becomes) !== choice.becomes)
          void onChange(becomes === '' ? choice.value : becomes);
      }}
    />
  );
}
