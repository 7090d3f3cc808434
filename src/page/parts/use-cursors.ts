import { useState } from 'react';
import { back, cursorOf, FIRST_PAGE, forward } from './cursors.js';

/** Where a person is among pages that only know their next one. */
export function useCursors() {
  const [cursors, setCursors] = useState(FIRST_PAGE);
  return {
    /** What the present page comes after. */
    after: cursorOf(cursors),
    /** Of the present page, from 1. */
    number: cursors.length,
    toFirst: () => {
      setCursors(FIRST_PAGE);
    },
    /** The ways from a page whose next one begins after `nextAfter`; undefined where there is none. */
    waysFrom: (nextAfter: number | null) => ({
      onwards:
        nextAfter === null
          ? undefined
          : () => {
              setCursors(forward(cursors, nextAfter));
            },
      backwards:
        cursors.length === 1
          ? undefined
          : () => {
              setCursors(back(cursors));
            },
    }),
  };
}
