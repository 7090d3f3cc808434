import { Loader, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconPencil } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftRejectWire } from '../../web/api/wire.js';
import type { CellAt } from './cell-moves.js';
import { CellEditor } from './cell-editor.js';
import classes from './check.module.css';
import { useIssueText } from './use-issue-text.js';
import type { Cells } from './use-cells.js';

export interface RejectCellProps {
  reject: DraftRejectWire;
  column: string;
  index: number;
  where: CellAt;
  cells: Cells;
}

/** One cell: its value, a mark and words when something is wrong with it, and the way to correct it. */
export function RejectCell({ reject, column, index, where, cells }: RejectCellProps) {
  const { t } = useTranslation('check');
  const { issueText } = useIssueText();
  const id = useId();
  const { active, editing } = cells;
  const isActive = active.row === where.row && active.at === where.at;
  const isEdited = editing?.row === where.row && editing.at === where.at;
  const saved = cells.savedValueOf(reject.id, index);
  const value = saved ?? reject.cells[index] ?? '';
  const issue = reject.issues.find((one) => one.column === column);
  const name = t('cell.name', { column, line: reject.line });
  return (
    <Table.Td role="gridcell" className={classes['column']} data-wrong={issue !== undefined}>
      {isEdited ? (
        <CellEditor label={name} text={editing.text} where={where} cells={cells} />
      ) : (
        <button
          type="button"
          className={classes['cell']}
          data-cell={`${where.row} ${where.at}`}
          tabIndex={isActive ? 0 : -1}
          title={value}
          aria-label={`${name}: ${value === '' ? t('cell.empty') : value}`}
          aria-describedby={issue && id}
          onFocus={() => {
            cells.setActive(where);
          }}
          onClick={() => {
            cells.edit(where);
          }}
        >
          <bdi className={classes['value']}>
            {value === '' ? <i className={classes['empty']}>{t('cell.empty')}</i> : value}
          </bdi>
          {saved === undefined ? (
            <IconPencil size={14} aria-hidden className={classes['pencil']} />
          ) : (
            <Loader size={14} aria-label={t('cell.saving')} />
          )}
        </button>
      )}
      {issue && (
        <Text id={id} component="div" size="xs" className={classes['wrong']}>
          <IconAlertTriangle size={14} aria-hidden className={classes['icon']} />
          <span>{issueText(issue.code, issue.message)}</span>
        </Text>
      )}
      {!issue && reject.corrected.includes(index) && (
        <Text component="div" size="xs" c="dimmed" px={9}>
          {t('cell.corrected')}
        </Text>
      )}
    </Table.Td>
  );
}
