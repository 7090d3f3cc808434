import { createInterface } from 'node:readline/promises';
import { FerryError } from '../errors.js';

/**
 * Asks a person for their word, unless they gave it with `--yes`. Throws `not_confirmed` when they say no, and where nobody can be
 * asked.
 */
export async function confirm(question: string, { yes }: { yes: boolean }): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new FerryError('not_confirmed', 'This needs your word before it is done.', {
      hint: 'Give the same command with --yes.',
    });
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const said = await asking.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(said.trim())) return;
  } finally {
    asking.close();
  }
  throw new FerryError('not_confirmed', 'Nothing was done.');
}
