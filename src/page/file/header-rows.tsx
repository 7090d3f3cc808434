import { Radio, ScrollArea, Table } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire } from '../../web/api/wire.js';
import classes from './preview-table.module.css';

export interface HeaderRowsProps {
  source: DraftSourceWire;
  /** Id of the element that names the choice. */
  labelId: string;
  /** A person has said that no row holds names. */
  isNone: boolean;
  onChange: (line: number) => void;
}

/** The top of a table; the row with the names of the columns is chosen by a click on it or with the keyboard. */
export function HeaderRows({ source, labelId, isNone, onChange }: HeaderRowsProps) {
  const { t } = useTranslation('file');
  const group = useId();
  return (
    <div role="radiogroup" aria-labelledby={labelId}>
      <ScrollArea.Autosize
        type="auto"
        offsetScrollbars="present"
        mah={280}
        className={classes['frame']}
      >
        <Table className={classes['table']} verticalSpacing={6}>
          <Table.Tbody>
            {source.top_rows.map(({ line, cells }) => {
              const isHeader = line === source.header_line;
              const choose = (): void => {
                if (!isHeader) onChange(line);
              };
              return (
                <Table.Tr
                  key={line}
                  className={classes['row']}
                  data-header={isHeader || undefined}
                  onClick={choose}
                >
                  <Table.Td>
                    <Radio
                      name={group}
                      checked={isHeader}
                      aria-label={t('header.line', { line, cells: cells.join(', ') })}
                      onChange={choose}
                      onClick={(event) => {
                        event.stopPropagation();
                      }}
                    />
                  </Table.Td>
                  {cells.map((cell, index) => (
                    <Table.Td key={index} dir="auto">
                      {cell}
                    </Table.Td>
                  ))}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      <Radio
        mt="sm"
        name={group}
        checked={isNone}
        label={t('header.none')}
        onChange={() => {
          onChange(0);
        }}
      />
    </div>
  );
}
