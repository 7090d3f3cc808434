import validator from 'validator';
import type { Rule } from '../profiles/profile.js';

/** What a broken rule says, without the cell's value. */
export interface Breach {
  code: string;
  message: string;
  hint: string;
}

/**
 * The first of a field's rules that its text breaks, or undefined. Lengths come before shapes in every profile, and the
 * e-mail check refuses long text itself, so that hostile cells cost nothing (promises S22).
 */
export function findBreach(
  field: string,
  text: string,
  rules: readonly Rule[],
): Breach | undefined {
  for (const rule of rules) {
    const breach = checkRule(field, text, rule);
    if (breach) return breach;
  }
  return undefined;
}

function checkRule(field: string, text: string, rule: Rule): Breach | undefined {
  switch (rule.rule) {
    case 'required':
      return text === ''
        ? {
            code: 'required',
            message: `${field} is missing.`,
            hint: `Fill in ${field}; the CRM takes no client without it.`,
          }
        : undefined;
    case 'email':
      return text === '' || isEmail(text)
        ? undefined
        : {
            code: 'email',
            message: `${field} is not an e-mail address.`,
            hint: 'Correct the address, or empty the cell.',
          };
    case 'max-length':
      return text.length <= rule.characters
        ? undefined
        : {
            code: 'max_length',
            message: `${field} has ${text.length} characters; at most ${rule.characters} are allowed.`,
            hint: 'Shorten it. Cells that have slipped into the wrong column are a frequent cause.',
          };
  }
}

function isEmail(text: string): boolean {
  return text.length <= 320 && validator.isEmail(text);
}
