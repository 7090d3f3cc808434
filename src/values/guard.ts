/** An apostrophe, then something that can only be a number: no letters, since `'90s Vinyl Club` is a name. */
const GUARDED_NUMBER = /^'(?=[+\d])(?:\+|[\d\s().,:/-]+'?$)/;

/**
 * Takes off the apostrophe by which spreadsheets keep a number as text, and nothing else: `'0501234567` is `0501234567`,
 * `'+972 50` is `+972 50`. A number between two apostrophes loses both, as half of a pair would be a change of its own.
 */
export function removeNumberGuard(text: string): string {
  if (!text.startsWith("'") || !GUARDED_NUMBER.test(text)) return text;
  return text.slice(1, text.endsWith("'") ? -1 : undefined);
}
