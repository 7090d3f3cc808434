/** Splits at a separator that no backslash stands before (RFC 6350, section 3.4). */
export function splitUnescaped(text: string, separator: ';' | ','): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/**
 * Takes off the backslashes of a text. In version 2.1 only separators have them, so that a path such as `C:\new` stays what
 * it is.
 */
export function unescapeText(text: string, isVersion21: boolean): string {
  if (!text.includes('\\')) return text;
  if (isVersion21) return text.replace(/\\([;,:])/g, '$1');
  return text.replace(/\\([nN\\,;:])/g, (_, mark: string) => (/n/i.test(mark) ? '\n' : mark));
}
