import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './columns.module.css';
import { ValueRow } from './value-row.js';
import { type ValueChoice, withAlike, withChoices } from './value-choices.js';
import type { ValuesProps } from './values-button.js';

export interface ValuesPanelProps extends ValuesProps {
  choices: readonly ValueChoice[];
  /** Of the drop-down; undefined when any text will do. */
  options: readonly string[] | undefined;
}

/** Each different value of a column with what it becomes; saved at once. */
export function ValuesPanel({ draft, column, change, choices, options }: ValuesPanelProps) {
  const { t } = useTranslation('columns');
  if (choices.length === 0)
    return (
      <Text size="sm" c="dimmed" p="xs">
        {t(column.samples.length > 0 ? 'values.tooMany' : 'values.none')}
      </Text>
    );
  const save = (next: readonly ValueChoice[]) =>
    change({ value_maps: withChoices(draft.value_maps, column.name, next) });
  const alike = options ? withAlike(choices, options) : choices;
  const found = alike.filter(({ becomes }, at) => becomes !== choices[at]?.becomes).length;
  return (
    <Stack gap="xs" p="sm" mt="xs" className={classes['values']}>
      <Text size="xs" c="dimmed">
        {t(options ? 'values.hintOptions' : 'values.hintText')}
      </Text>
      {found > 0 && (
        <Button size="xs" variant="light" onClick={() => void save(alike)}>
          {t('values.alike', { count: found })}
        </Button>
      )}
      {choices.map((choice) => (
        <ValueRow
          key={choice.value}
          choice={choice}
          options={options}
          onChange={(becomes) =>
            save(choices.map((one) => (one.value === choice.value ? { ...one, becomes } : one)))
          }
        />
      ))}
    </Stack>
  );
}
