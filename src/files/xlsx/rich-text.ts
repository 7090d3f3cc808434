/**
 * Gathers the text of a string item, which may come in runs of different looks; how it is read aloud (phonetic runs) is no
 * part of it (ECMA-376 part 1, sections 18.4.8 and 18.4.6).
 */
export class RichText {
  #text = '';
  #isInText = false;
  #isPhonetic = false;

  open(tag: string): void {
    if (tag === 'rPh') this.#isPhonetic = true;
    if (tag === 't') this.#isInText = !this.#isPhonetic;
  }

  add(text: string): void {
    if (this.#isInText) this.#text += text;
  }

  close(tag: string): void {
    if (tag === 't') this.#isInText = false;
    if (tag === 'rPh') this.#isPhonetic = false;
  }

  /** Gives the text and begins anew. */
  take(): string {
    const text = decodeEscapes(this.#text);
    this.#text = '';
    return text;
  }
}

/** Characters that XML cannot hold are written as `_x000D_` (ECMA-376 part 1, section 22.9.2.19). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
