import type { QueryClient } from '@tanstack/react-query';
import type { DraftWire } from '../../web/api/wire.js';

/** Answers may overtake each other: the newest version of a draft stands. */
export function keepNewest(queries: QueryClient, draft: DraftWire): void {
  queries.setQueryData<DraftWire>(['draft', draft.uid], (known) =>
    known && known.version > draft.version ? known : draft,
  );
}
