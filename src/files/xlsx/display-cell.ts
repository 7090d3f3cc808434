import { FerryError } from '../../errors.js';
import { createNumberDisplay, type NumberDisplay } from './display-number.js';
import { decodeEscapes } from './rich-text.js';

/** A cell as the file holds it (ECMA-376 part 1, section 18.3.1.4). */
export interface RawCell {
  /** `s` shared text, `str` text of a formula, `inlineStr`, `b`, `e`, `d` date, `n` number. */
  readonly type: string;
  /** Number of its style. */
  readonly style: number;
  /** Text of its value; of a formula the result that was stored. */
  readonly value: string;
}

/** Writes the cells of one workbook as people see them. Formulas are never worked out. */
export class CellDisplay {
  readonly #name: string;
  readonly #strings: readonly string[];
  readonly #formats: readonly string[];
  readonly #is1904: boolean;
  readonly #numbers = new Map<number, NumberDisplay>();

  /** `name` is that of the workbook, `formats` the number format of every style. */
  constructor(
    name: string,
    workbook: { strings: readonly string[]; formats: readonly string[]; is1904: boolean },
  ) {
    this.#name = name;
    this.#strings = workbook.strings;
    this.#formats = workbook.formats;
    this.#is1904 = workbook.is1904;
  }

  /** Text of a cell. Throws `file_unreadable` when it refers to a text that is not there. */
  show({ type, style, value }: RawCell): string {
    switch (type) {
      case 's':
        return value === '' ? '' : this.#shared(value);
      case 'str':
        return decodeEscapes(value);
      case 'b':
        return value === '' ? '' : value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
      case 'n':
        return value === '' ? '' : this.#number(style)(value);
      case 'd':
        return value.replace(/T00:00:00(?:\.0+)?Z?$/, '');
      // Texts within the cell, and errors such as #REF!.
      default:
        return value;
    }
  }

  #shared(value: string): string {
    const text = this.#strings[Number(value)];
    if (text !== undefined) return text;
    throw new FerryError(
      'file_unreadable',
      `${this.#name} is damaged: the text of a cell is missing.`,
      {
        hint: 'Open the workbook in a spreadsheet program and save it again.',
      },
    );
  }

  #number(style: number): NumberDisplay {
    const known = this.#numbers.get(style);
    if (known !== undefined) return known;
    const made = createNumberDisplay(this.#formats[style] ?? 'General', this.#is1904);
    this.#numbers.set(style, made);
    return made;
  }
}
