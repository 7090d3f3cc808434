/**
 * The form in which names that come from outside are kept and looked up: PostgreSQL's text cannot hold the character NUL, so
 * it is written as `\0` and a backslash as two. Different names stay different.
 */
export function keyText(name: string): string {
  return name.replaceAll('\\', '\\\\').replaceAll('\0', '\\0');
}

/** The name that is kept in that form. */
export function nameOf(text: string): string {
  return text.replace(/\\([\\0])/g, (_escape, escaped: string) => (escaped === '0' ? '\0' : '\\'));
}
