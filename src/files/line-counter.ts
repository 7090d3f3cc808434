/** Counts physical lines over text that comes in pieces; CRLF, LF and CR each end a line, also over a border. */
export class LineCounter {
  #breaks = 0;
  #endedWithCr = false;

  /** Adds the next piece of text. Bytes may be given as latin1: the line ends are the same in any ASCII superset. */
  feed(text: string): void {
    if (text === '') return;
    this.#breaks += text.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (this.#endedWithCr && text.startsWith('\n')) this.#breaks -= 1;
    this.#endedWithCr = text.endsWith('\r');
  }

  /** The line on which the next character stands; 1 before anything was fed. */
  get line(): number {
    return this.#breaks + 1;
  }
}
