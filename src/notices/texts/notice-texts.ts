import type { Outcome } from '../../results/outcome.js';
import type { NoticeCounts } from '../notice-counts.js';

/** The words of the e-mail in one language; `{{name}}` stands for a value. */
export interface NoticeTexts {
  /** With `{{when}}`. */
  subject: Record<Outcome, string>;
  /** With `{{date}}` and `{{time}}` of the start. */
  told: Record<Outcome, string>;
  /** What to do next. */
  advice: Record<Exclude<Outcome, 'success'>, string>;
  /** With `{{contact}}`. */
  support: string;
  /** The same when nobody is named. */
  supportTeam: string;
  counts: Record<keyof NoticeCounts, string>;
  /** Of the link to the page. */
  open: string;
  /** With `{{import}}` and `{{business}}`. */
  footer: string;
}
