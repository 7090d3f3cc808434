import { seededRandom } from '../support/seeded-random.js';

/** Draws whole numbers from 0 to below its argument, and one of several things. */
export interface Random {
  (below: number): number;
  of<Thing>(things: readonly Thing[]): Thing;
}

/** The draws of one input: the same for the same seed of the run and number of the input. */
export function createRandom(seed: number, input: number): Random {
  const next = seededRandom(seed ^ Math.imul(input + 1, 0x9e3779b1));
  const below = (most: number) => Math.floor(next() * most);
  const of = <Thing>(things: readonly Thing[]): Thing => things[below(things.length)] as Thing;
  return Object.assign(below, { of });
}
