/** Longer ones are no numbers that a spreadsheet has shortened. */
const MAX_CHARACTERS = 32;

/** Looked for first: over digits alone the whole pattern goes back and forth. */
const HAS_E = /e/i;

const SCIENTIFIC = /^[+-]?(?:\d+(?:[.,]\d+)?e\+|\d+[.,]\d+e)\d{1,3}$/i;

/**
 * Whether a text is a number in the form in which spreadsheets show long ones, such as `5.0E+08`: its last digits are gone, so
 * it must never be taken for a phone number or an id. The decimal sign may be a comma; an id such as `12E5` is none.
 */
export function isScientificNotation(text: string): boolean {
  return text.length <= MAX_CHARACTERS && HAS_E.test(text) && SCIENTIFIC.test(text);
}
