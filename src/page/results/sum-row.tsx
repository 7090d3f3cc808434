import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../format.js';
import classes from './results.module.css';

export interface SumRowProps {
  /** Before the figure, such as `+ `; not read out. */
  sign: string;
  count: number;
  children: ReactNode;
}

/** One line of a sum, or what it comes to. */
export function SumRow({ sign, count, children }: SumRowProps) {
  const format = useFormat();
  return (
    <Table.Tr>
      <Table.Th scope="row" px={0} fw="inherit">
        {children}
      </Table.Th>
      <Table.Td px={0} className={classes['figure'] ?? ''}>
        <span aria-hidden>{sign}</span>
        {format.count(count)}
      </Table.Td>
    </Table.Tr>
  );
}
