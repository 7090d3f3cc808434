import type { Transform } from '../profiles/profile.js';
import { readConsent } from '../values/consent.js';
import { toCountryCode } from '../values/country.js';
import { toIsoDate, toIsoDateTime } from '../values/date.js';
import { toE164 } from '../values/phone.js';
import type { Reading } from './reading.js';

/** What a transform made of a text: another text, a finished value, or a doubt that leaves the text as it was. */
export type Transformed = string | boolean | { readonly doubt: Doubt };

export interface Doubt {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** True when the value is left out rather than kept as it was. */
  readonly leaveOut: boolean;
}

const DOUBTS = {
  boolean: {
    code: 'boolean_unclear',
    message: 'is neither a word for yes nor one for no, so it is left out.',
    hint: 'Write yes or no.',
    leaveOut: true,
  },
  date: {
    code: 'date_unclear',
    message: 'is no date that can be read with certainty, so it is kept as it is.',
    hint: 'Write dates as 2026-02-28, or say their order with --date-order dmy or mdy.',
    leaveOut: false,
  },
  phone: {
    code: 'phone_unclear',
    message: 'is no phone number that can be completed with certainty, so it is kept as it is.',
    hint: "Write it with + and the country code, or name the business's country with --region.",
    leaveOut: false,
  },
  country: {
    code: 'country_unclear',
    message: 'is no country that is known by that name, so it is kept as it is.',
    hint: 'Write its English name or its two-letter code.',
    leaveOut: false,
  },
} satisfies Record<string, Doubt>;

/** Text that is known to be there; a blank one is never transformed. */
type Work = (text: string, reading: Reading) => Transformed;

const orDoubt = (value: string | undefined, doubt: Doubt): Transformed => value ?? { doubt };

/** The transforms by name. */
const TRANSFORMS = {
  trim: (text) => text.trim(),
  'single-spaces': (text) => text.replace(/[ \t\u00a0]+/g, ' '),
  lines: (text) => text.replace(/\r\n?/g, '\n'),
  'lower-case': (text) => text.toLowerCase(),
  'boolean-words': (text) => readConsent(text, 'opt_in') ?? { doubt: DOUBTS.boolean },
  date: (text, { dateOrder }) => orDoubt(toIsoDate(text, { order: dateOrder }), DOUBTS.date),
  'date-time': (text, { dateOrder, zone }) =>
    orDoubt(toIsoDateTime(text, { order: dateOrder, zone }), DOUBTS.date),
  phone: (text, { region }) => {
    const { phone, certain } = toE164(text, region);
    return certain ? phone : { doubt: DOUBTS.phone };
  },
  country: (text) => orDoubt(toCountryCode(text), DOUBTS.country),
} satisfies Record<Transform, Work>;

/**
 * Applies named transforms in order until one gives a finished value or is in doubt. `noteDoubt` is told of doubts; the text
 * then stays as it was before that transform, or becomes nothing when the value is left out.
 */
export function transformText(
  text: string,
  transforms: readonly Transform[],
  reading: Reading,
  noteDoubt: (doubt: Doubt) => void,
): string | boolean {
  let current = text;
  for (const name of transforms) {
    if (current === '') break;
    const result = TRANSFORMS[name](current, reading);
    if (typeof result === 'boolean') return result;
    if (typeof result === 'string') {
      current = result;
      continue;
    }
    noteDoubt(result.doubt);
    return result.doubt.leaveOut ? '' : current;
  }
  return current;
}
