import { en } from './en.js';
import type { NoticeTexts } from './notice-texts.js';

/** Nothing in these words is spelt in another way; dates and times are. */
export const enGB: NoticeTexts = en;
