import { maxRecordCharacters } from '../limits.js';

export interface PhysicalLine {
  /** 1 for the first. */
  readonly number: number;
  /** Without its line end; its first 1 Mi characters when it is longer. */
  readonly text: string;
  /** Whether it is longer than `text`. */
  readonly isCut: boolean;
}

/** Splits text that comes in pieces into lines; CRLF, LF and CR each end one. No line takes more than 1 Mi characters. */
export class LineSplitter {
  #kept = '';
  #isCut = false;
  #number = 0;

  /** The lines that are whole after this piece. */
  feed(piece: string): PhysicalLine[] {
    const lines: PhysicalLine[] = [];
    // A CR at the end may be half of a CRLF.
    const endsInside = piece.endsWith('\r');
    const text = this.#pending + (endsInside ? piece.slice(0, -1) : piece);
    this.#pending = endsInside ? '\r' : '';
    let start = 0;
    for (const match of text.matchAll(/\r\n|\n|\r/g)) {
      this.#keep(text.slice(start, match.index));
      lines.push(this.#finish());
      start = match.index + match[0].length;
    }
    this.#keep(text.slice(start));
    return lines;
  }

  /** The last line, unless the text ends with a line end. */
  end(): PhysicalLine[] {
    const lines = this.#pending === '' ? [] : [this.#finish()];
    return this.#kept === '' ? lines : [...lines, this.#finish()];
  }

  #pending = '';

  #keep(text: string): void {
    if (text === '') return;
    const room = maxRecordCharacters - this.#kept.length;
    if (text.length > room) this.#isCut = true;
    this.#kept += text.slice(0, room);
  }

  #finish(): PhysicalLine {
    this.#number += 1;
    const line = { number: this.#number, text: this.#kept, isCut: this.#isCut };
    this.#kept = '';
    this.#isCut = false;
    return line;
  }
}
