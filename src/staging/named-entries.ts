/**
 * The entries of a ZIP that a name means: the one whose full name it is, or else all whose last part it is. Empty when it means
 * none.
 */
export function findNamedEntries(entries: readonly string[], name: string): string[] {
  return entries.includes(name) ? [name] : entries.filter((entry) => baseNameOf(entry) === name);
}

/** The last part of an entry's name. */
export function baseNameOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
