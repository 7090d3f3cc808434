import type { Matters } from '../profiles/profile.js';
import type { Fields } from './compose-client.js';

/** More would hardly be one client's; beyond it a list is rather damaged than rich. */
export const MAX_MATTERS = 10_000;

/**
 * Completes what a record says about a matter: the values that are left blank, those that follow from others, and its name in
 * front. Undefined when the record names no matter.
 */
export function completeMatter(said: Fields, matters: Matters): Fields | undefined {
  const find = (key: string) => said.find(([one]) => one === key)?.[1];
  const name = matters.namedBy.map(find).find((value) => value !== undefined);
  if (name === undefined) return undefined;
  const isSaid = ([key]: readonly [string, string]) => find(key) === undefined;
  const derived = Object.entries(matters.derived).map(
    ([key, { from, blank, filled }]) => [key, find(from) === undefined ? blank : filled] as const,
  );
  return [
    ['name', name],
    ...said.filter(([key]) => key !== 'name'),
    ...Object.entries(matters.defaults).filter(isSaid),
    ...derived.filter(isSaid),
  ];
}
