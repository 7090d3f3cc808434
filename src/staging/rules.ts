import validator from 'validator';
import type { Rule } from '../profiles/profile.js';

/** What a broken rule says, without the cell's value. */
export interface Breach {
  code: string;
  message: string;
  hint: string;
}

/**
 * The first of a field's rules that its text breaks, or undefined; `column` is the field's header text, for the message.
 * Lengths come before shapes in every profile, and the e-mail check refuses long text itself, so that hostile cells cost
 * nothing (promises S22).
 */
export function findBreach(
  column: string,
  text: string,
  rules: readonly Rule[],
): Breach | undefined {
  for (const rule of rules) {
    const breach = checkRule(column, text, rule);
    if (breach) return breach;
  }
  return undefined;
}

function checkRule(column: string, text: string, rule: Rule): Breach | undefined {
  switch (rule.rule) {
    case 'required':
      if (text !== '') return undefined;
      return {
        code: 'required',
        message: `"${column}" is missing.`,
        hint: 'Fill it in; the CRM takes no client without it.',
      };
    case 'email':
      if (text === '' || isEmail(text)) return undefined;
      return {
        code: 'email',
        message: `"${column}" is not an e-mail address.`,
        hint: 'Correct the address, or empty the cell.',
      };
    case 'single-line':
      if (!/[\r\n]/.test(text)) return undefined;
      return {
        code: 'single_line',
        message: `"${column}" goes over several lines.`,
        hint: 'Look for a quotation mark that is not closed on this line or the lines below it.',
      };
    case 'max-length':
      if (text.length <= rule.characters) return undefined;
      return {
        code: 'max_length',
        message: `"${column}" has ${text.length} characters; at most ${rule.characters} are allowed.`,
        hint: 'Shorten it. Cells that have slipped into the wrong column are a frequent cause.',
      };
  }
}

function isEmail(text: string): boolean {
  return text.length <= 320 && validator.isEmail(text);
}
