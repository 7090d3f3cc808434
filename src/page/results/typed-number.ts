/** The number that a person typed, with or without marks between thousands; undefined when it is none. */
export function typedNumber(text: string): number | undefined {
  const digits = text.replace(/[\s.,'\u2019\u00a0\u202f]/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}
