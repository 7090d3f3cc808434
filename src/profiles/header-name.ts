/**
 * The form in which header names are compared: compatibility letters unified, lower case, only letters and digits,
 * so that "First Name", "first_name" and "FIRST-NAME" are the same name. A name without any stays as it is.
 */
export function normaliseHeaderName(name: string): string {
  const letters = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
  return letters === '' ? name.trim() : letters;
}

const MOST_NAMES = 10;
const MOST_CHARACTERS = 30;

/** Header names for a message: some of them, cut short, since a file read wrongly may be all header. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => {
    const text = name.replaceAll(/\s+/g, ' ');
    return `"${text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text}"`;
  });
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
