import { Textarea } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { CellAt } from './cell-moves.js';
import type { Cells } from './use-cells.js';

export interface CellEditorProps {
  label: string;
  /** What it begins with. */
  text: string;
  where: CellAt;
  cells: Cells;
}

/** A cell while it is edited: Enter saves, Shift+Enter begins a line, Escape takes back, Tab saves and goes on. */
export function CellEditor({ label, text, where, cells }: CellEditorProps) {
  const [value, setValue] = useState(text);
  const isOver = useRef(false);
  const end = (isSaved: boolean): void => {
    isOver.current = true;
    if (isSaved) cells.commit(where, value);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While letters are composed, Enter belongs to the input method.
    if (event.nativeEvent.isComposing) return;
    const { key, shiftKey } = event;
    const isEnter = key === 'Enter' && !shiftKey;
    if (!isEnter && key !== 'Escape' && key !== 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    end(key !== 'Escape');
    cells.leave(where, key === 'Tab' ? (shiftKey ? -1 : 1) : 0);
  };
  return (
    <Textarea
      aria-label={label}
      size="sm"
      autosize
      minRows={1}
      maxRows={8}
      dir="auto"
      value={value}
      autoFocus
      onFocus={({ currentTarget }) => {
        currentTarget.select();
      }}
      onChange={({ currentTarget }) => {
        setValue(currentTarget.value);
      }}
      onKeyDown={onKeyDown}
      onBlur={() => {
        if (isOver.current) return;
        end(true);
        cells.stop();
      }}
    />
  );
}
