import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftChangeWire, DraftColumnWire, DraftWire } from '../../web/api/wire.js';
import { CertaintyMark } from './certainty-mark.js';
import { ColumnName } from './column-name.js';
import classes from './columns.module.css';
import { FieldSelect } from './field-select.js';
import { Samples } from './samples.js';
import type { ChooseField } from './use-choose-field.js';
import { ValuesButton } from './values-button.js';

export interface ColumnRowsProps {
  draft: DraftWire;
  columns: readonly DraftColumnWire[];
  choose: ChooseField;
  change: (change: DraftChangeWire) => Promise<DraftWire | undefined>;
}

/** The columns as a table, one row each. */
export function ColumnTable({ columns, ...rest }: ColumnRowsProps) {
  const { t } = useTranslation('columns');
  return (
    <div className={classes['frame']}>
      <Table layout="fixed" verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="27%">{t('head.column')}</Table.Th>
            <Table.Th w="25%">{t('head.samples')}</Table.Th>
            <Table.Th>{t('head.field')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <ColumnRow key={column.index} column={column} {...rest} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function ColumnRow({
  column,
  draft,
  choose,
  change,
}: Omit<ColumnRowsProps, 'columns'> & { column: DraftColumnWire }) {
  return (
    <Table.Tr className={classes['row']}>
      <Table.Th scope="row" fw={400}>
        <ColumnName column={column} />
      </Table.Th>
      <Table.Td>
        <Samples samples={column.samples} />
      </Table.Td>
      <Table.Td>
        <FieldSelect column={column} choose={choose} />
        <CertaintyMark column={column} />
        <ValuesButton draft={draft} column={column} change={change} />
      </Table.Td>
    </Table.Tr>
  );
}
