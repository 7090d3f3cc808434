/**
 * The way through pages that only know their next one: `after` of each page from the first to the present one. Never empty.
 */
export type Cursors = readonly [number, ...number[]];

export const FIRST_PAGE: Cursors = [0];

/** `after` of the present page. */
export function cursorOf(cursors: Cursors): number {
  return cursors.at(-1) ?? 0;
}

/** On to the page that begins after `nextAfter`. */
export function forward(cursors: Cursors, nextAfter: number): Cursors {
  return [...cursors, nextAfter];
}

/** Back by one page; the first one stays. */
export function back(cursors: Cursors): Cursors {
  const [first, ...rest] = cursors;
  return [first, ...rest.slice(0, -1)];
}
