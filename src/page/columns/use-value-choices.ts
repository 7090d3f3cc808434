import { useCallback } from 'react';
import type { DraftColumnWire, DraftWire } from '../../web/api/wire.js';
import { useFields } from './use-fields.js';
import { choicesOf, pairsFor, type ValueChoice } from './value-choices.js';

export interface ColumnValues {
  /** Of the drop-down that the column feeds; undefined when any text will do. */
  options: readonly string[] | undefined;
  choices: readonly ValueChoice[];
  /** How many values have no match. */
  open: number;
}

/** Gives what the values of a column become. */
export function useValueChoices({
  value_maps,
}: Pick<DraftWire, 'value_maps'>): (
  column: Pick<DraftColumnWire, 'name' | 'field' | 'values'>,
) => ColumnValues {
  const { fields } = useFields();
  return useCallback(
    ({ name, field, values }) => {
      const own = fields.custom?.find(({ label }) => label === field)?.options ?? [];
      const options = own.length > 0 ? own : undefined;
      const choices = choicesOf(values, pairsFor(value_maps, name), options);
      return { options, choices, open: choices.filter(({ becomes }) => becomes === null).length };
    },
    [fields, value_maps],
  );
}
