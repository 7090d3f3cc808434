import type { Transform } from '../profiles/profile.js';

const YES = new Set(['yes', 'y', 'true', '1', 'x', 'on', 'subscribed', 'opted in', 'opt in']);
const NO = new Set(['no', 'n', 'false', '0', 'off', 'unsubscribed', 'opted out', 'opt out']);

/** What the transforms made of a cell: text, a boolean, or text that one of them could not read. */
export type Value = string | boolean | { unclear: string };

/** The transforms by name. Each takes text and gives text or a finished value. */
const TRANSFORMS = {
  trim: (text) => text.trim(),
  'single-spaces': (text) => text.replace(/[ \t\u00a0]+/g, ' '),
  'boolean-words': (text) => {
    const word = text.toLowerCase();
    if (text === '') return '';
    if (YES.has(word)) return true;
    return NO.has(word) ? false : { unclear: text };
  },
} satisfies Record<Transform, (text: string) => Value>;

/** Applies named transforms in order until one gives a finished value. */
export function transformCell(text: string, transforms: readonly Transform[]): Value {
  let value: Value = text;
  for (const name of transforms) {
    if (typeof value !== 'string') break;
    value = TRANSFORMS[name](value);
  }
  return value;
}
