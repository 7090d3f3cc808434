const MAX_CHARACTERS = 150;

/**
 * A file's name as people know it, fit to be shown anywhere: without folders, characters that end lines or turn the direction of
 * text shown as `·`, its end kept when it is too long.
 */
export function safeFileName(given: string): string {
  const name = given
    .normalize('NFC')
    .slice(-10_000)
    .replace(/^.*[\\/]/su, '')
    .replace(/[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/gu, '·')
    .trim();
  const characters = Array.from(name);
  const cut = characters.length > MAX_CHARACTERS ? characters.slice(-MAX_CHARACTERS) : characters;
  return cut.join('') || 'list';
}

/** The name, numbered before its extension when it is taken. */
export function freeFileName(name: string, taken: readonly string[]): string {
  const names = new Set(taken);
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]*)?$/su.exec(name) ?? [];
  let free = name;
  for (let number = 2; names.has(free); number++) free = `${stem} (${number})${extension}`;
  return free;
}
