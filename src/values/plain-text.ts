const SPACE = 0x20;
const DELETE = 0x7f;
const FIRST_LETTER = 0xc0;
const LAST_LETTER = 0x17f;

/** Characters of ASCII that may mean something: controls and white space but the blank, and `&` and `=` of encoded text. */
const MAY_MEAN = Uint8Array.from({ length: DELETE }, (_, code) =>
  code < SPACE || code === 0x26 || code === 0x3d ? 1 : 0,
);

/**
 * Whether one look over a cell shows that there is nothing about it that guards, damage or white space would change or object
 * to: it has no white space but single blanks within, does not begin with an apostrophe or number sign, and of letters
 * beyond ASCII only Latin ones that stand alone, since no bytes in the wrong encoding do. False says nothing.
 */
export function isPlainText(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first === 0x27 || first === 0x23) return false;
  // What stands before a cell counts as a blank, so that none can come first.
  let before = SPACE;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < DELETE) {
      if (MAY_MEAN[code] === 1 || (code === SPACE && before === SPACE)) return false;
    } else if (code < FIRST_LETTER || code > LAST_LETTER || before >= FIRST_LETTER) {
      return false;
    }
    before = code;
  }
  return before !== SPACE;
}
