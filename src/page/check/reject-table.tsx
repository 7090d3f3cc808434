import { Button, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconColumns } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LongText } from '../parts/long-text.js';
import classes from './check.module.css';
import { type ColumnOrder, unfoldWanted } from './column-order.js';
import type { RejectGroup } from './group-rejects.js';
import { RejectRow } from './reject-row.js';
import type { CellEdit } from './use-corrections.js';
import { useCells } from './use-cells.js';

export interface RejectTableProps {
  group: RejectGroup;
  /** Of its columns, as it was at first. */
  order: ColumnOrder;
  /** Whether it must be said which table this is. */
  hasSources: boolean;
  save: (edit: CellEdit) => Promise<unknown>;
}

/** The rejects of one table on this page, as a grid of cells that can be corrected. */
export function RejectTable({ group, order, hasSources, save }: RejectTableProps) {
  const { t } = useTranslation('check');
  const [isWide, { toggle }] = useDisclosure(false);
  const { columns, rejects, source } = group;
  const { shown, folded } = unfoldWanted(order, columns, rejects);
  const indexes = isWide ? [...order.shown, ...order.folded] : shown;
  const cells = useCells({ rejects, indexes, save });
  return (
    <div>
      <Group justify="space-between" px="lg" pb="xs" gap="xs">
        <Text component="div" size="sm" fw={600} flex="1 1 0">
          {hasSources && <LongText text={source} />}
        </Text>
        {folded.length > 0 && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconColumns size={16} aria-hidden />}
            aria-expanded={isWide}
            onClick={toggle}
          >
            {isWide ? t('columns.fold') : t('columns.unfold', { count: folded.length })}
          </Button>
        )}
      </Group>
      <div className={classes['scroll']} role="region" aria-label={t('table', { source })}>
        <Table
          ref={cells.ref}
          role="grid"
          aria-label={t('table', { source })}
          className={classes['grid'] ?? ''}
          onKeyDown={cells.onKeyDown}
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={classes['line']}>{t('head.line')}</Table.Th>
              <Table.Th className={classes['what']}>{t('head.what')}</Table.Th>
              {indexes.map((index) => (
                <Table.Th key={index} className={classes['column']}>
                  <LongText text={columns[index] ?? ''} most={40} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rejects.map((reject, row) => (
              <RejectRow
                key={reject.id}
                reject={reject}
                row={row}
                columns={columns}
                indexes={indexes}
                cells={cells}
              />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}
