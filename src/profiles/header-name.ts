/**
 * The form in which header names are compared: compatibility letters unified, lower case, only letters and digits,
 * so that "First Name", "first_name" and "FIRST-NAME" are the same name.
 */
export function normaliseHeaderName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}
