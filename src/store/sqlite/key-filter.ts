/** 16 MiB at most, of which a list touches little: at ten million keys one new key in a hundred is taken for a known one. */
const WORDS = 2 ** 22;

/** Tells keys that were surely never added from those that may have been, in memory that does not grow (a Bloom filter). */
export class KeyFilter {
  readonly #words = new Int32Array(WORDS);
  /** The key that was hashed last, since most are looked for and then added: which word, and which of its bits. */
  #key: string | undefined;
  #word = 0;
  #bits = 0;

  mayHave(key: string): boolean {
    this.#hash(key);
    return ((this.#words[this.#word] ?? 0) & this.#bits) === this.#bits;
  }

  /** Adds a key; true when it is surely new. */
  add(key: string): boolean {
    const isNew = !this.mayHave(key);
    this.#words[this.#word] = (this.#words[this.#word] ?? 0) | this.#bits;
    return isNew;
  }

  /** Two sums over the characters (FNV-1a and a sister), mixed; four bits of one word, so that a key costs one look. */
  #hash(key: string): void {
    if (key === this.#key) return;
    this.#key = key;
    let a = 0x811c9dc5;
    let b = 0x41c6ce57;
    for (let at = 0; at < key.length; at += 1) {
      const code = key.charCodeAt(at);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x5f356495);
    }
    a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d);
    b = Math.imul(b ^ (b >>> 13), 0x297a2d39);
    this.#word = (a ^ (a >>> 12)) & (WORDS - 1);
    const bits = b ^ (b >>> 15);
    this.#bits = (1 << bits) | (1 << (bits >>> 5)) | (1 << (bits >>> 10)) | (1 << (bits >>> 15));
  }
}
