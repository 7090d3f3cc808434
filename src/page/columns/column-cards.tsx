import { List, Paper, Stack } from '@mantine/core';
import { CertaintyMark } from './certainty-mark.js';
import { ColumnName } from './column-name.js';
import classes from './columns.module.css';
import type { ColumnRowsProps } from './column-table.js';
import { FieldSelect } from './field-select.js';
import { Samples } from './samples.js';
import { ValuesButton } from './values-button.js';

/** The columns as cards, for small screens. */
export function ColumnCards({ columns, draft, choose, change }: ColumnRowsProps) {
  return (
    <List listStyleType="none" className={classes['cards'] ?? ''} withPadding={false}>
      {columns.map((column) => (
        <Paper key={column.index} component="li" withBorder p="md">
          <Stack gap="xs">
            <ColumnName column={column} />
            <Samples samples={column.samples} />
            <div>
              <FieldSelect column={column} choose={choose} />
              <CertaintyMark column={column} />
              <ValuesButton draft={draft} column={column} change={change} />
            </div>
          </Stack>
        </Paper>
      ))}
    </List>
  );
}
