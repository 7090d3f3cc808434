import { useCallback } from 'react';
import type { DraftColumnWire, DraftSourceWire, DraftWire } from '../../web/api/wire.js';
import { needsLook } from './certainty.js';
import { useValueChoices } from './use-value-choices.js';

/** Gives the columns of a table that a person should look at. */
export function useNeedsLook(draft: DraftWire): (source: DraftSourceWire) => DraftColumnWire[] {
  const valuesOf = useValueChoices(draft);
  return useCallback(
    (source) => source.columns.filter((column) => needsLook(column, source, valuesOf(column).open)),
    [valuesOf],
  );
}
