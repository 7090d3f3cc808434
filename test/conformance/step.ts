import type fc from 'fast-check';
import { agree } from './agree.js';
import type { Model } from './model.js';
import type { World } from './world.js';

/** Something that happens in a run; afterwards app and model must agree. */
export type Step = fc.AsyncCommand<Model, World>;

/** What a step does to both of them; it says itself what the app must answer. */
type Act = (model: Model, world: World) => Promise<void>;

/** `details` tell in a failure what was tried. */
export function step(
  name: string,
  details: object,
  act: Act,
  isPossible: (model: Readonly<Model>) => boolean = () => true,
): Step {
  return {
    check: isPossible,
    async run(model, world) {
      await act(model, world);
      await agree(model, world);
    },
    toString: () => `${name} ${JSON.stringify(details)}`,
  };
}

/** The code of what is thrown, if anything is. */
export async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string') throw error;
    return code;
  }
}
