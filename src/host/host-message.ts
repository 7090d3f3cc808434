import { z } from 'zod';
import { plainLine } from '../plain-line.js';

const MAX_CHARACTERS = 300;

/** The error bodies of the host's API families (intandem-contract section 7). */
const errorBody = z.union([
  z
    .object({ errors: z.array(z.object({ message: z.string() })).min(1) })
    .transform((body) => body.errors[0]?.message),
  z.object({ error_description: z.string() }).transform((body) => body.error_description),
  z.object({ error: z.string() }).transform((body) => body.error),
  z.object({ message: z.string() }).transform((body) => body.message),
]);

/** What the host says went wrong, as one line of plain text, or undefined when it says nothing readable. */
export function findHostMessage(body: unknown): string | undefined {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success || parsed.data === undefined) return undefined;
  return plainLine(parsed.data, MAX_CHARACTERS);
}
