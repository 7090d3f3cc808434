import { ScrollArea, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire } from '../../web/api/wire.js';
import classes from './preview-table.module.css';

export interface PreviewTableProps {
  source: DraftSourceWire;
  /** At most so many records. */
  rows: number;
}

/** The first records below their header, cell by cell as they stand in the file. */
export function PreviewTable({ source, rows }: PreviewTableProps) {
  const { t } = useTranslation('file');
  return (
    <ScrollArea
      type="auto"
      offsetScrollbars="present"
      className={classes['frame']}
      viewportProps={{
        tabIndex: 0,
        role: 'group',
        'aria-label': t('preview.label', { name: source.name }),
      }}
    >
      <Table className={classes['table']} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('preview.line')}</Table.Th>
            {source.columns.map(({ index, name }) => (
              <Table.Th key={index} dir="auto">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {source.preview.slice(0, rows).map(({ line, cells }) => (
            <Table.Tr key={line}>
              <Table.Td c="dimmed">{line}</Table.Td>
              {cells.map((cell, index) => (
                <Table.Td key={index} title={cell} dir="auto">
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
