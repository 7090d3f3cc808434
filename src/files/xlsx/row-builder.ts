import { FerryError } from '../../errors.js';
import { maxColumns } from '../limits.js';
import type { CellDisplay } from './display-cell.js';
import type { XmlHandler } from './read-xml.js';
import { RichText } from './rich-text.js';

/** The last row that a sheet can have. */
const maxRow = 1_048_576;

export interface SheetRow {
  readonly line: number;
  /** Up to the last cell that the file holds. */
  readonly cells: string[];
}

/** Builds the rows of a sheet from the tags of its part (ECMA-376 part 1, section 18.3.1.73). */
export class RowBuilder implements XmlHandler {
  readonly #name: string;
  readonly #display: CellDisplay;
  readonly #rich = new RichText();
  #rows: SheetRow[] = [];
  #line = 0;
  #cells: string[] | undefined;
  #column = 0;
  #type = 'n';
  #style = 0;
  #value: string | undefined;
  #isInValue = false;

  /** `name` is that of the sheet, for messages. */
  constructor(name: string, display: CellDisplay) {
    this.#name = name;
    this.#display = display;
  }

  /** The rows that are whole since the last call. */
  takeRows(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(tag: string, attributes: Record<string, string>): void {
    if (tag === 'c') this.#openCell(attributes);
    else if (tag === 'v') this.#isInValue = true;
    else if (tag === 'row') this.#openRow(attributes['r']);
    else this.#rich.open(tag);
  }

  text(text: string): void {
    if (this.#isInValue) this.#value = (this.#value ?? '') + text;
    else if (this.#type === 'inlineStr') this.#rich.add(text);
  }

  close(tag: string): void {
    if (tag === 'v') this.#isInValue = false;
    else if (tag === 'c') this.#closeCell();
    else if (tag === 'row') this.#closeRow();
    else this.#rich.close(tag);
  }

  #openRow(number: string | undefined): void {
    const line = number === undefined ? this.#line + 1 : Number(number);
    if (!Number.isInteger(line) || line > maxRow || line <= this.#line) {
      throw this.#damaged(`row ${printableNumber(number)} comes after row ${this.#line}`);
    }
    this.#line = line;
    this.#cells = [];
    this.#column = 0;
  }

  #openCell(attributes: Record<string, string>): void {
    const { r: reference, t: type, s: style } = attributes;
    const column = reference === undefined ? this.#column + 1 : columnOf(reference);
    if (column <= this.#column || this.#cells === undefined) {
      throw this.#damaged(`the cells of row ${this.#line} are not in order`);
    }
    this.#column = column;
    this.#type = type ?? 'n';
    this.#style = Number(style ?? 0);
    this.#value = undefined;
  }

  #closeCell(): void {
    const value = this.#type === 'inlineStr' ? this.#rich.take() : (this.#value ?? '');
    const type = this.#type;
    this.#type = 'n';
    // Cells that only have a colour are none.
    if (value === '' || this.#cells === undefined) return;
    const text = this.#display.show({ type, style: this.#style, value });
    if (text === '') return;
    if (this.#column > maxColumns) throw this.#tooWide();
    while (this.#cells.length < this.#column - 1) this.#cells.push('');
    this.#cells.push(text);
  }

  #closeRow(): void {
    if (this.#cells !== undefined) this.#rows.push({ line: this.#line, cells: this.#cells });
    this.#cells = undefined;
  }

  #damaged(what: string): FerryError {
    return new FerryError('file_unreadable', `${this.#name} is damaged: ${what}.`, {
      hint: 'Open the workbook in a spreadsheet program and save it again.',
    });
  }

  #tooWide(): FerryError {
    return new FerryError(
      'too_many_columns',
      `${this.#name}, row ${this.#line}: a value stands in column ${this.#column}, and ${maxColumns} are the most that a list may have.`,
      { hint: 'Remove the columns that are not about clients.' },
    );
  }
}

/** Number of a cell's column: 1 for `A7`, 27 for `AA7`; 0 when the reference is none. */
export function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}(?=\d)/.exec(reference)?.[0] ?? '') {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column;
}

function printableNumber(text: string | undefined): string {
  return text !== undefined && /^\d{1,10}$/.test(text) ? text : '(unreadable)';
}
