import { useState } from 'react';
import { orderColumns, type ColumnOrder } from './column-order.js';
import type { RejectGroup } from './group-rejects.js';

/**
 * Gives the columns of the same records in the order in which they were first seen, so that none moves under the hand while
 * cells are corrected, replaced or taken back.
 */
export function useColumnOrder(): (group: RejectGroup) => ColumnOrder {
  const [seen] = useState(() => new Map<string, ColumnOrder>());
  return ({ source, columns, rejects }) => {
    const key = JSON.stringify([source, ...rejects.map(({ id }) => id)]);
    const order = seen.get(key) ?? orderColumns(columns, rejects);
    seen.set(key, order);
    return order;
  };
}
