/** Texts as one with the length of each: to another thread that goes like one text, where a list of them costs by the text. */
export interface PackedTexts {
  readonly text: string;
  readonly lengths: Uint32Array<ArrayBuffer>;
}

/** Packs texts, which may be blank and hold anything. */
export function packTexts(texts: readonly string[]): PackedTexts {
  const lengths = new Uint32Array(texts.length);
  for (let at = 0; at < texts.length; at += 1) lengths[at] = texts[at]?.length ?? 0;
  return { text: texts.join(''), lengths };
}

/** The texts as they were packed. */
export function unpackTexts({ text, lengths }: PackedTexts): string[] {
  const texts: string[] = [];
  let start = 0;
  for (const length of lengths) {
    texts.push(text.slice(start, start + length));
    start += length;
  }
  return texts;
}
