import { Autocomplete, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format.js';
import { LIST_PROPS } from '../parts/list-props.js';
import { Problem } from '../parts/problem.js';
import { replaceableColumns, valuesIn } from './replaceable.js';
import type { ReplaceDialogProps } from './replace-dialog.js';

/** Asks for column, value and replacement; cells that are exactly the value are meant. */
export function ReplaceForm({ page, replacing, onClose }: Omit<ReplaceDialogProps, 'isOpen'>) {
  const { t } = useTranslation('check');
  const format = useFormat();
  const columns = replaceableColumns(page);
  const [at, setAt] = useState('0');
  const [find, setFind] = useState('');
  const [replace, setReplace] = useState('');
  const column = columns[Number(at)];
  const values = column ? valuesIn(page, column) : new Map<string, number>();
  const here = values.get(find) ?? 0;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (column) replacing.mutate({ source: column.source, index: column.index, find, replace });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {replacing.error && <Problem error={replacing.error} />}
        <Select
          {...LIST_PROPS}
          label={t('replace.column')}
          data={columns.map(({ name, source }, index) => ({
            value: String(index),
            label: page.headers.length > 1 ? `${name} (${source})` : name,
          }))}
          value={at}
          allowDeselect={false}
          searchable
          onChange={(value) => {
            setAt(value ?? '0');
            setFind('');
          }}
        />
        <Autocomplete
          {...LIST_PROPS}
          label={t('replace.find')}
          description={t('replace.findHint')}
          data={[...values.keys()]}
          value={find}
          onChange={setFind}
          data-autofocus
        />
        <TextInput
          label={t('replace.with')}
          description={t('replace.withHint')}
          value={replace}
          onChange={({ currentTarget }) => {
            setReplace(currentTarget.value);
          }}
        />
        <Text size="sm" c="dimmed" role="status">
          {find === '' ? '' : t('replace.here', { count: here, cells: format.count(here) })}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button
            type="submit"
            loading={replacing.isPending}
            disabled={!column || find === replace}
          >
            {t('replace.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
