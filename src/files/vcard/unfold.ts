import { FerryError } from '../../errors.js';
import { maxRecordCharacters } from '../limits.js';
import { parseProperty, type Property } from './property.js';
import type { PhysicalLine } from './split-lines.js';

/** A content line as it was before it was folded. */
export interface ContentLine {
  /** Physical line on which it starts. */
  readonly line: number;
  /** Undefined for a line without a colon, which belongs to nothing. */
  readonly property: Property | undefined;
  readonly isBlank: boolean;
}

interface Open {
  line: number;
  text: string;
  isCut: boolean;
  /** What its first physical line told. */
  head: Property;
}

/**
 * Puts folded lines together (RFC 6350, section 3.2; vCard 2.1, section 2.1.3, which keeps the white space at the fold), also
 * those of quoted-printable and base64 values that have no white space at their beginning. Values that `isKept` does not
 * name, such as pictures, are left out.
 */
export class Unfolder {
  readonly #name: string;
  readonly #isKept: (property: string) => boolean;
  #open: Open | undefined;
  /** Whether white space at a fold belongs to the text, as in version 2.1. */
  keepsFoldSpace = false;

  /** `name` is that of the file, for messages. */
  constructor(name: string, isKept: (property: string) => boolean) {
    this.#name = name;
    this.#isKept = isKept;
  }

  /** The content lines that are whole now that this line is known. Throws `record_too_long`. */
  *feed(line: PhysicalLine): Generator<ContentLine, void, undefined> {
    if (this.#open !== undefined && this.#continues(this.#open, line)) return;
    yield* this.end();
    if (line.text.trim() === '') {
      yield { line: line.number, property: undefined, isBlank: true };
      return;
    }
    const head = parseProperty(line.text);
    if (head === undefined) yield { line: line.number, property: undefined, isBlank: false };
    else this.#open = { line: line.number, text: line.text, isCut: line.isCut, head };
  }

  /** The line that is still open at the end. Throws `record_too_long`. */
  *end(): Generator<ContentLine, void, undefined> {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const isKept = this.#isKept(open.head.name);
    if (isKept && open.isCut) throw recordTooLong(this.#name, open.line);
    const property = isKept ? parseProperty(open.text) : open.head;
    yield { line: open.line, property, isBlank: false };
  }

  #continues(open: Open, line: PhysicalLine): boolean {
    const { encoding } = open.head;
    // Some programs leave a soft line break behind the last line of a value.
    const isSoftBreak = encoding === 'quoted-printable' && open.text.endsWith('=');
    if (isSoftBreak && !/^END:VCARD\s*$/i.test(line.text)) {
      open.text = open.text.slice(0, -1);
      this.#append(open, line.text, line.isCut);
      return true;
    }
    if (/^[ \t]/.test(line.text)) {
      this.#append(open, this.keepsFoldSpace ? line.text : line.text.slice(1), line.isCut);
      return true;
    }
    if (line.text.trim() === '' || line.text.includes(':')) return false;
    // Text in base64 needs no white space at a fold; other text is a note whose line break was not escaped.
    this.#append(open, encoding === 'base64' ? line.text : `\n${line.text}`, line.isCut);
    return true;
  }

  #append(open: Open, text: string, isCut: boolean): void {
    // What is left out must not fill the memory; of a soft break its last character must be seen.
    if (!this.#isKept(open.head.name)) open.text = text.slice(-1);
    else if (open.text.length + text.length > maxRecordCharacters) open.isCut = true;
    else open.text += text;
    open.isCut ||= isCut;
  }
}

/** The refusal of a card that is too long to be one. */
export function recordTooLong(name: string, line: number): FerryError {
  return new FerryError(
    'record_too_long',
    `${name}, line ${line}: more than 1 MiB of text for one card.`,
    {
      hint: 'Look for a text on that line that does not belong to a client.',
    },
  );
}
