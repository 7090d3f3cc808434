/** A text of others as one line of plain text: no line breaks or control characters, cut at `maxCharacters`. */
export function plainLine(text: string, maxCharacters: number): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line.length > maxCharacters ? `${line.slice(0, maxCharacters)}…` : line;
}
