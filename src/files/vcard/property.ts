/** A content line of a card, not yet decoded (RFC 6350, section 3.3). */
export interface Property {
  /** What stands before the point, as in `item1.TEL`; ties a label to its value. */
  readonly group: string | undefined;
  /** Upper case. */
  readonly name: string;
  /** Lower case, of `TYPE`; in version 2.1 also those without a name. */
  readonly types: readonly string[];
  /** `quoted-printable`, `base64`, or undefined for plain text. */
  readonly encoding: 'quoted-printable' | 'base64' | undefined;
  readonly charset: string | undefined;
  /** Whether it is the one to be preferred among its like. */
  readonly isPreferred: boolean;
  /** Parameters that only one program writes, by upper-case name. */
  readonly others: ReadonlyMap<string, string>;
  readonly value: string;
}

/** Parses a content line; undefined when it has no colon, or no name before it. Takes time in proportion to its length. */
export function parseProperty(text: string): Property | undefined {
  const colon = findOutsideQuotes(text, ':');
  if (colon === -1) return undefined;
  const [label = '', ...params] = splitOutsideQuotes(text.slice(0, colon), ';');
  const point = label.lastIndexOf('.');
  const name = label
    .slice(point + 1)
    .trim()
    .toUpperCase();
  if (!/^[A-Z0-9-]+$/.test(name)) return undefined;
  const group = point === -1 ? undefined : label.slice(0, point).trim().toLowerCase();
  return { group, name, ...readParams(params), value: text.slice(colon + 1) };
}

function readParams(params: readonly string[]) {
  const types: string[] = [];
  const others = new Map<string, string>();
  let encoding: Property['encoding'];
  let charset: string | undefined;
  let isPreferred = false;
  for (const param of params) {
    const equals = param.indexOf('=');
    const key = equals === -1 ? '' : param.slice(0, equals).trim().toUpperCase();
    const value = param
      .slice(equals + 1)
      .replaceAll('"', '')
      .trim();
    const found = key === '' || key === 'ENCODING' ? findEncoding(value) : undefined;
    if (found !== undefined) encoding = found;
    else if (key === 'CHARSET') charset = value;
    else if (key === 'PREF') isPreferred ||= value === '1';
    else if (key === 'TYPE' || key === '') types.push(...value.toLowerCase().split(','));
    else others.set(key, value);
  }
  isPreferred ||= types.includes('pref');
  return { types: types.map((type) => type.trim()), encoding, charset, isPreferred, others };
}

function findEncoding(value: string): Property['encoding'] {
  const upper = value.toUpperCase();
  if (upper === 'QUOTED-PRINTABLE' || upper === 'Q') return 'quoted-printable';
  return upper === 'BASE64' || upper === 'B' ? 'base64' : undefined;
}

function findOutsideQuotes(text: string, wanted: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && text[at] === wanted) return at;
  }
  // A quote that is never closed is no quote.
  return isQuoted ? text.indexOf(wanted) : -1;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (isQuoted || text[at] !== separator) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}
