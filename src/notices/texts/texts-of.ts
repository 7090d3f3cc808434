import type { Language } from '../../languages.js';
import { de } from './de.js';
import { en } from './en.js';
import { enGB } from './en-GB.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { he } from './he.js';
import { it } from './it.js';
import { nl } from './nl.js';
import type { NoticeTexts } from './notice-texts.js';
import { pl } from './pl.js';
import { pt } from './pt.js';
import { sl } from './sl.js';

const TEXTS: Record<Language, NoticeTexts> = {
  ...{ en, es, fr, it, pt, de, pl, nl, he, sl },
  'en-GB': enGB,
};

/** The words of the e-mail in a language. */
export const textsOf = (language: Language): NoticeTexts => TEXTS[language];
