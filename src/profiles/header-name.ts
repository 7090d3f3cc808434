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
