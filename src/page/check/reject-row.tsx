import { Table } from '@mantine/core';
import type { DraftRejectWire } from '../../web/api/wire.js';
import classes from './check.module.css';
import { RejectCell } from './reject-cell.js';
import { RejectState } from './reject-state.js';
import type { Cells } from './use-cells.js';

export interface RejectRowProps {
  reject: DraftRejectWire;
  row: number;
  columns: readonly string[];
  indexes: readonly number[];
  cells: Cells;
}

/** A record that is set aside: its line, what is wrong with it, its cells. */
export function RejectRow({ reject, row, columns, indexes, cells }: RejectRowProps) {
  return (
    <Table.Tr className={reject.issues.length === 0 ? classes['mended'] : undefined}>
      <Table.Th scope="row" className={classes['line']} fw={600}>
        {reject.line}
      </Table.Th>
      <Table.Td className={classes['what']}>
        <RejectState reject={reject} />
      </Table.Td>
      {indexes.map((index, at) => (
        <RejectCell
          key={index}
          reject={reject}
          column={columns[index] ?? ''}
          index={index}
          where={{ row, at }}
          cells={cells}
        />
      ))}
    </Table.Tr>
  );
}
