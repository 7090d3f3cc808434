/** The first bytes of UTF-8 as Windows-1252 shows them; most text has none, so most cells end here. */
const SUSPICIOUS = /[\u00c2-\u00f0\ufffd]/;

/** Bytes 80 to BF as Windows-1252 shows them, but for the punctuation that stands after letters in good text as well. */
const INNER = '\\u0080-\\u009f\\u00a1-\\u00aa\\u00ac-\\u00ba\\u00bc-\\u00bf€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ';

/** That punctuation, and the no-break space; damage only when a letter follows. */
const OUTER = '‘’“”•–—…\\u00a0«»';

/**
 * Each alternative is something that good text does not have. Bytes: RFC 3629, section 3; Windows-1252: the Encoding
 * Standard's index of that name.
 */
const MOJIBAKE = new RegExp(
  [
    // The mark for bytes that could not be read.
    '\\ufffd',
    // Latin letters: Ã© for é, Å‚ for ł. Of the first bytes only these make the letters of names.
    `[ÃÄÅ](?:[${INNER}]|[${OUTER}](?=\\p{L}))`,
    // The same for ë, though « may stand at the end of good text in capitals.
    '\\p{Ll}Ã«',
    // Signs and no-break spaces: Â° for °.
    'Â[\\u00a0-\\u00bf]',
    // Curly quotes, dashes, the euro: â€™ for ’.
    'â(?:€|„¢|‚¬)',
    // Small pictures.
    'ð[Ÿ\\u009f]',
    // Greek, Cyrillic, Hebrew and Arabic: two letters in a row.
    `(?:[\\u00ce-\\u00d1\\u00d7-\\u00db][${INNER}${OUTER}]){2}`,
    // Chinese, Japanese and Korean, and the marks for invisible things: three bytes.
    `[\\u00e0-\\u00ef][${INNER}]{2}`,
  ].join('|'),
  'u',
);

/** Whether a text holds UTF-8 that was read as Windows-1252 or ISO 8859-1 at some time, or the mark for bytes that nobody could read. */
export function hasMojibake(text: string): boolean {
  return SUSPICIOUS.test(text) && MOJIBAKE.test(text);
}
