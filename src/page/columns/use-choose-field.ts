import { useState } from 'react';
import type { DraftColumnWire } from '../../web/api/wire.js';
import { lostColumns, type LostColumn } from './lost-columns.js';
import type { SourcePanelProps } from './source-panel.js';

export type ChooseField = (column: DraftColumnWire, field: string | null) => Promise<void>;

export interface Lost extends LostColumn {
  /** The column that has the field now. */
  to: string;
}

/** Decides what a column feeds, and tells which columns lost their field by it. */
export function useChooseField({ source, change }: Pick<SourcePanelProps, 'source' | 'change'>) {
  const [lost, setLost] = useState<readonly Lost[]>([]);
  const choose: ChooseField = async (column, field) => {
    const { index, name: to } = column;
    const draft = await change({
      sources: [{ name: source.name, columns: [{ index, field }] }],
    });
    const after = draft?.sources.find(({ name }) => name === source.name);
    if (after)
      setLost(lostColumns(source.columns, after.columns, index).map((one) => ({ ...one, to })));
  };
  return {
    choose,
    lost,
    dismiss: () => {
      setLost([]);
    },
  };
}
