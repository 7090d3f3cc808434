const MOST_PROBLEMS = 20;
const MOST_CHARACTERS = 200;

/**
 * What a schema has found, for one sentence: each once, cut short, and not all of very many, since what was read may be made to
 * be wrong all over (promises S34).
 */
export function listProblems(problems: Iterable<string>): string {
  const each = [...new Set(problems)].map((text) =>
    text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text,
  );
  const more = each.length - MOST_PROBLEMS;
  const shown = each.slice(0, MOST_PROBLEMS).join('; ');
  return more > 0 ? `${shown}; and ${more} more` : shown;
}
