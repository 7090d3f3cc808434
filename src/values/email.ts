// By its main door the library is a hundred files, which every start would wait for.
import library from 'validator/lib/isEmail.js';

/** The longest that can be delivered to (RFC 5321, section 4.5.3.1, with the quotes of the local part). */
const MAX_CHARACTERS = 320;

const MAX_LOCAL_CHARACTERS = 64;
/** A domain that is no longer cannot have a label that is too long. */
const MAX_PLAIN_DOMAIN_CHARACTERS = 63;

/** Words parted by single dots or hyphens, each character looked at once: most addresses, and none that the library refuses. */
const PLAIN = /^[\w+-]+(?:\.[\w+-]+)*@[a-z\d]+(?:[.-][a-z\d]+)*\.[a-z]{2,}$/i;

/** Whether the form of an address leaves no doubt. False says nothing. */
export function isPlainEmail(text: string): boolean {
  const at = text.indexOf('@');
  return (
    at <= MAX_LOCAL_CHARACTERS &&
    text.length - at - 1 <= MAX_PLAIN_DOMAIN_CHARACTERS &&
    PLAIN.test(text)
  );
}

/** Half of a character, such as a corrected cell may hold; the library throws at it. */
const BROKEN = /\p{Surrogate}/u;

/** Whether a text is an e-mail address as the library validator judges it. */
export function isEmail(text: string): boolean {
  if (text.length > MAX_CHARACTERS) return false;
  return isPlainEmail(text) || (!BROKEN.test(text) && library.default(text));
}
