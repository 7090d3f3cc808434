export type ListKind = 'email' | 'phone' | 'tags';

/** Between values of one cell; ` ::: ` is what Google Contacts writes. */
const SEPARATORS: Readonly<Record<ListKind, RegExp>> = {
  email: / ::: |[;,|\r\n]/,
  // What follows a comma or semicolon may be the number's own extension.
  phone: / ::: |[;,](?![ \t]{0,9}(?:e?xt|x\d|#))|[|\r\n]/i,
  tags: / ::: |[;,|\r\n]/,
};

/** Cells without any of these hold one value. */
const MAY_BE_LIST = /[;,|\r\n<\s/]|:::/;

/** Each side of a slash has at least this many digits when it parts two phone numbers. */
const LEAST_DIGITS = 6;

/**
 * The values of a cell that holds several: trimmed, blank ones dropped, repeats dropped after the first (e-mail addresses
 * without regard to case). `separators` replace those of the kind: `;` `,` `|` ` ::: ` and line ends, for e-mail addresses
 * blanks too, for phone numbers a slash between two that are long enough. `Noa <noa@example.org>` gives the address.
 */
export function splitList(text: string, kind: ListKind, separators?: readonly string[]): string[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (separators === undefined && !MAY_BE_LIST.test(trimmed)) return [trimmed];
  const source = kind === 'email' ? dropQuotedNames(trimmed) : trimmed;
  const pieces = separators ? splitAtTexts(source, separators) : source.split(SEPARATORS[kind]);
  const filled = pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
  const values = separators ? filled : filled.flatMap((piece) => splitFurther(piece, kind));
  return dropRepeats(kind === 'email' ? unwrapAddresses(values) : values, kind);
}

/** In one pass, the longer separators first, as one may be part of another. */
function splitAtTexts(text: string, separators: readonly string[]): string[] {
  const found = separators.filter((separator) => separator !== '' && text.includes(separator));
  if (found.length === 0) return [text];
  found.sort((a, b) => b.length - a.length);
  return text.split(new RegExp(found.map(escapePattern).join('|')));
}

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function splitFurther(piece: string, kind: ListKind): string[] {
  if (kind === 'email') return splitAtBlanks(piece);
  return kind === 'phone' ? splitAtSlashes(piece) : [piece];
}

/** Only where every word is an address: else it is one that is wrong, or has a name. */
function splitAtBlanks(piece: string): string[] {
  if (!/\s/.test(piece)) return [piece];
  const words = piece.split(/\s+/);
  return words.every((word) => word.includes('@')) ? words : [piece];
}

function splitAtSlashes(piece: string): string[] {
  if (!piece.includes('/')) return [piece];
  const sides = piece.split('/').map((side) => side.trim());
  const digits = sides.map((side) => side.replace(/\D/g, '').length);
  return digits.every((count) => count >= LEAST_DIGITS) ? sides : [piece];
}

/** A name in quotation marks before `<` may hold separators. */
function dropQuotedNames(text: string): string {
  return text.includes('<') ? text.replace(/"[^"]*"[ \t]{0,9}</g, '<') : text;
}

/** Words before `<` are a name; after `Brandt, Noa <noa@example.org>` was parted at the comma, both words are. */
function unwrapAddresses(pieces: readonly string[]): string[] {
  let nameFrom = 0;
  const addresses: string[] = [];
  for (const piece of pieces) {
    const address = findWrapped(piece);
    // Words since the last address belong to this one.
    if (address !== undefined) addresses.length = nameFrom;
    addresses.push(address ?? piece);
    if (piece.includes('@')) nameFrom = addresses.length;
  }
  return addresses;
}

function findWrapped(piece: string): string | undefined {
  if (!piece.endsWith('>')) return undefined;
  const address = piece.slice(piece.lastIndexOf('<') + 1, -1).trim();
  return address.length < piece.length - 1 && address.includes('@') ? address : undefined;
}

function dropRepeats(values: readonly string[], kind: ListKind): string[] {
  if (kind !== 'email') return [...new Set(values)];
  const firsts = new Map<string, string>();
  for (const value of values) {
    const key = value.toLowerCase();
    if (!firsts.has(key)) firsts.set(key, value);
  }
  return [...firsts.values()];
}
