import { hasMojibake } from './mojibake.js';
import { isPlaceholder } from './placeholder.js';
import { isScientificNotation } from './scientific-notation.js';

/** What a cell is for: decides which damage is looked for. */
export type CellKind = 'text' | 'email' | 'phone' | 'id' | 'name';

/** Damage that a cell took before it came here; `message` follows the name of its column and never holds the cell. */
export interface Damage {
  readonly code:
    'scientific_notation' | 'mojibake' | 'spreadsheet_error' | 'encoded_text' | 'placeholder';
  readonly message: string;
  readonly hint: string;
}

const DAMAGES = {
  scientific_notation: {
    code: 'scientific_notation',
    message: 'is a number that a spreadsheet has shortened',
    hint: 'Its last digits are lost; export it from the old tool again, as text.',
  },
  mojibake: {
    code: 'mojibake',
    message: 'holds letters that were read in the wrong encoding',
    hint: 'Export the file again as UTF-8; saving it again as it is keeps the damage.',
  },
  spreadsheet_error: {
    code: 'spreadsheet_error',
    message: 'is an error message of a spreadsheet instead of a value',
    hint: 'Mend the formula or widen the column in the spreadsheet, or empty the cell.',
  },
  encoded_text: {
    code: 'encoded_text',
    message: 'holds codes of e-mail or web pages where letters should be',
    hint: 'Compare it with the old tool and write it as plain text.',
  },
  placeholder: {
    code: 'placeholder',
    message: 'is a placeholder rather than a real value',
    hint: 'Fill in the real value, or empty the cell.',
  },
} satisfies Record<Damage['code'], Damage>;

/** The errors that spreadsheets show, and the number signs of a column that is too narrow. */
const SPREADSHEET_ERROR =
  /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|ERROR!|#{2,})$/i;

/** Encoded words of mail headers (RFC 2047, section 2) and character references of HTML. */
const ENCODED_TEXT =
  /=\?[\w-]{1,40}\?[bq]\?[^?\s]*\?=|&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6}|[a-z]{1,2}(?:acute|grave|circ|tilde|uml|cedil|ring|slash|caron|lig));/i;

/**
 * Finds damage in a cell that is trimmed, or undefined. Runs on every cell: one look at a few characters decides whether
 * there is anything to look for.
 */
export function findDamage(text: string, kind: CellKind): Damage | undefined {
  if (text.startsWith('#') && SPREADSHEET_ERROR.test(text)) return DAMAGES.spreadsheet_error;
  if (kind === 'phone' || kind === 'id') {
    if (isScientificNotation(text)) return DAMAGES.scientific_notation;
  } else if ((kind === 'name' || kind === 'email') && isPlaceholder(text, kind)) {
    return DAMAGES.placeholder;
  }
  if (hasMojibake(text)) return DAMAGES.mojibake;
  if ((text.includes('&') || text.includes('=?')) && ENCODED_TEXT.test(text))
    return DAMAGES.encoded_text;
  return undefined;
}
