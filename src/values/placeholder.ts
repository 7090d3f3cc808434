/** Longer values are no placeholders. */
const MAX_CHARACTERS = 64;

/** Words that people type where a name or an address is demanded. Real surnames (Na, Null) are not among them. */
const WORDS = new Set([
  ...['test', 'testing', 'asdf', 'asdfasdf', 'qwerty', 'n/a', 'n.a.', 'none', 'unknown'],
  ...['not available', 'no name', 'noname', 'no email', 'noemail', 'tbd', 'anonymous'],
]);

/** The same letter or sign over and over. */
const FILLER = /^(?:x{3,}|[-–—_.?*]+)$/;

/** Before the @ of addresses that nobody reads. */
const NOBODY = new Set(['noreply', 'no-reply', 'no_reply', 'donotreply', 'do-not-reply']);

/** Addresses made up of the same stand-in on both sides, such as `test@test.com` and `no@email.com`. */
const STAND_IN =
  /^(?:test|no(?:ne)?|na|no-?email|no-?mail|email|asdf|x{1,9}|unknown)@(?:test|no(?:ne)?|na|no-?email|no-?mail|e?mail|asdf|x{1,9}|unknown|domain)\.[a-z]{2,6}$/;

/**
 * How all of these begin, so that most texts need no more than a look at their first letters. No k among them: another letter
 * becomes one when it is written small.
 */
const BEGINNING = /^(?:te|as|qw|n|un|tb|an|em|do|x|[-–—_.?*])/i;

/** Whether a name or an e-mail address only stands in for one. */
export function isPlaceholder(text: string, kind: 'name' | 'email'): boolean {
  if (text.length > MAX_CHARACTERS || !BEGINNING.test(text)) return false;
  const word = text.toLowerCase();
  if (WORDS.has(word) || FILLER.test(word)) return true;
  if (kind === 'name') return false;
  const at = word.indexOf('@');
  return at > 0 && (NOBODY.has(word.slice(0, at)) || STAND_IN.test(word));
}
