/** Longer texts are no such words. */
const MAX_CHARACTERS = 40;

/**
 * Words for yes and no that follow the sense of their column: English, Spanish, French,
 * German, Italian, Dutch, Portuguese, Polish, Hebrew, Slovenian, Swedish and Finnish, without their accents.
 */
const YES = [
  ...['1', 'x', '✓', '✔', '☑', 'on', 'y', 't', 'yes', 'true'],
  ...['si', 's', 'verdadero', 'oui', 'vrai', 'ja', 'j', 'wahr', 'vero', 'waar'],
  ...['sim', 'verdadeiro', 'tak', 'prawda', 'כן', 'נכון', 'אמת', 'da', 'sant', 'kylla', 'tosi'],
];
const NO = [
  ...['0', '✗', '✘', '☐', 'off', 'n', 'f', 'no', 'false'],
  ...['falso', 'non', 'faux', 'nein', 'falsch', 'nee', 'onwaar', 'nao'],
  ...['nie', 'falsz', 'לא', 'שקר', 'ne', 'nej', 'falskt', 'ei', 'epatosi'],
];

/** States that say by themselves whether someone may be written to, whatever the column asks. */
const MAY_BE_WRITTEN_TO = [
  ...['subscribed', 'subscriber', 'opted in', 'opt in', 'optin', 'optedin'],
  ...['accepts marketing', 'accepts email marketing', 'consented', 'granted', 'agreed'],
];
const MUST_NOT_BE_WRITTEN_TO = [
  ...['unsubscribed', 'unsubscribe', 'cleaned', 'bounced', 'hard bounced', 'soft bounced'],
  ...['pending', 'unconfirmed', 'not confirmed', 'non subscribed', 'nonsubscribed'],
  ...['not subscribed', 'never subscribed', 'non subscriber', 'transactional', 'invalid'],
  ...['opted out', 'opt out', 'optout', 'optedout', 'not opted in', 'no consent'],
  ...['does not accept marketing', 'do not contact', 'do not email', 'dnc'],
  ...['suppressed', 'blocked', 'blacklisted', 'complained', 'spam', 'spam complaint'],
  ...['declined', 'denied', 'refused', 'revoked', 'withdrawn'],
];

const ANSWERS = new Map([
  ...YES.map((word) => [word, true] as const),
  ...NO.map((word) => [word, false] as const),
]);
const STATES = new Map([
  ...MAY_BE_WRITTEN_TO.map((word) => [word, true] as const),
  ...MUST_NOT_BE_WRITTEN_TO.map((word) => [word, false] as const),
]);

/**
 * Whether a cell says that its person may be written to; undefined when it holds no word that is known. `sense` is what yes
 * means in its column. States of mailing tools count the same in both: pending, cleaned and never subscribed are a no.
 */
export function readConsent(text: string, sense: 'opt_in' | 'opt_out'): boolean | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const word = normaliseWord(text);
  const answer = ANSWERS.get(word);
  if (answer === undefined) return STATES.get(word);
  return sense === 'opt_in' ? answer : !answer;
}

/** Several answers as one that says no more than any of them: a single no wins, and nothing said stays undefined. */
export function combineConsent(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(true) ? true : undefined;
}

/** Without case, accents and hyphens; the Polish ł has no accent to take off. */
function normaliseWord(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replace(/[\s_-]+/g, ' ')
    .replace(/[.!]$/, '')
    .trim();
}
