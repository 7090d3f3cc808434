import { useDirection } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { DraftRejectWire } from '../../web/api/wire.js';
import { type CellAt, moveBy, moveOn } from './cell-moves.js';
import type { CellEdit } from './use-corrections.js';

export interface CellsInit {
  rejects: readonly DraftRejectWire[];
  /** Positions of the columns shown. */
  indexes: readonly number[];
  save: (edit: CellEdit) => Promise<unknown>;
}

/** A cell that is being edited; `text` is what it begins with. */
interface Editing extends CellAt {
  text: string;
}

interface Saving {
  id: number;
  index: number;
  value: string;
}

/**
 * One cell of the table can be reached with Tab, the others from it with the arrow keys (WAI-ARIA, grid pattern); Enter or a
 * click edits, Escape takes back, Tab saves and goes on to the next cell. What cannot be saved stays open as it was typed.
 */
export function useCells({ rejects, indexes, save }: CellsInit) {
  const ref = useRef<HTMLTableElement>(null);
  const { dir } = useDirection();
  const [active, setActive] = useState<CellAt>({ row: 0, at: 0 });
  const [editing, setEditing] = useState<Editing>();
  const [saving, setSaving] = useState<readonly Saving[]>([]);
  const focusNext = useRef(false);
  const size = { rows: rejects.length, columns: indexes.length };

  useEffect(() => {
    if (!focusNext.current || editing) return;
    focusNext.current = false;
    ref.current?.querySelector<HTMLElement>(`[data-cell="${active.row} ${active.at}"]`)?.focus();
  }, [active, editing]);

  const goTo = (to: CellAt): void => {
    focusNext.current = true;
    setActive(to);
  };
  const edit = (to: CellAt): void => {
    const text = rejects[to.row]?.cells[indexes[to.at] ?? -1] ?? '';
    setActive(to);
    setEditing({ ...to, text });
  };
  const leave = (from: CellAt, step: 0 | 1 | -1): void => {
    const to = step === 0 ? undefined : moveOn(from, size, step);
    if (to) {
      edit(to);
      return;
    }
    setEditing(undefined);
    goTo(from);
  };
  const commit = async (at: CellAt, value: string): Promise<void> => {
    const reject = rejects[at.row];
    const index = indexes[at.at];
    if (!reject || index === undefined || value === (reject.cells[index] ?? '')) return;
    const one = { id: reject.id, index, value };
    setSaving((all) => [...all, one]);
    await save({ reject, index, value }).catch(() => {
      setEditing({ ...at, text: value });
    });
    setSaving((all) => all.filter((other) => other !== one));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (editing || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moveBy(event.key, active, size, dir === 'rtl');
    if (!to) return;
    event.preventDefault();
    goTo(to);
  };
  return {
    ref,
    active: { row: Math.min(active.row, size.rows - 1), at: Math.min(active.at, size.columns - 1) },
    editing,
    savedValueOf: (id: number, index: number) =>
      saving.filter((one) => one.id === id && one.index === index).at(-1)?.value,
    setActive,
    edit,
    leave,
    /** Ends editing where the focus has gone elsewhere. */
    stop: () => {
      setEditing(undefined);
    },
    commit: (at: CellAt, value: string) => void commit(at, value),
    onKeyDown,
  };
}
export type Cells = ReturnType<typeof useCells>;
