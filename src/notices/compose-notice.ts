import { directionOf, type Language } from '../languages.js';
import type { Outcome } from '../results/outcome.js';
import { writeMailHtml } from './mail-html.js';
import { NOTICE_COUNTS, type NoticeCounts } from './notice-counts.js';
import type { NoticeTexts } from './texts/notice-texts.js';
import { textsOf } from './texts/texts-of.js';

/** What an e-mail tells. Nothing of it comes from the file: neither client data nor its name (promises S23). */
export interface NoticeFacts {
  importId: string;
  businessUid: string;
  outcome: Outcome;
  /** UTC, ISO 8601. */
  startedAt: string;
  counts: NoticeCounts;
  /** Where the page shows this import; undefined when that is not known. */
  link: string | undefined;
  /** Whom to ask; undefined when nobody is named. */
  supportContact: string | undefined;
}

export interface ComposedNotice {
  subject: string;
  text: string;
  html: string;
}

/** A notice in parts, as text and HTML both show them. */
export interface NoticeParts {
  language: Language;
  direction: 'ltr' | 'rtl';
  subject: string;
  paragraphs: string[];
  counts: { label: string; number: string }[];
  link: { label: string; address: string } | undefined;
  footer: string;
}

/** Writes the e-mail about an import in a language, with times in a zone. */
export function composeNotice(
  facts: NoticeFacts,
  { language, zone }: { language: Language; zone: string },
): ComposedNotice {
  const texts = textsOf(language);
  const start = writeTime(facts.startedAt, language, zone);
  const { importId, businessUid, outcome, link } = facts;
  const parts: NoticeParts = {
    language,
    direction: directionOf(language),
    subject: fill(texts.subject[outcome], { when: `${start.date}, ${start.time}` }),
    paragraphs: [fill(texts.told[outcome], start), ...adviceOf(texts, facts)],
    counts: listCounts(texts, facts.counts, language),
    link: link === undefined ? undefined : { label: texts.open, address: link },
    footer: fill(texts.footer, { import: importId, business: businessUid }),
  };
  return { subject: parts.subject, text: writeText(parts), html: writeMailHtml(parts) };
}

function adviceOf(texts: NoticeTexts, { outcome, supportContact }: NoticeFacts): string[] {
  if (outcome === 'success') return [];
  const support =
    supportContact === undefined
      ? texts.supportTeam
      : fill(texts.support, { contact: supportContact });
  return [texts.advice[outcome], support];
}

/** What is nothing is left out, but for the clients that there were and how many of them were created. */
function listCounts(texts: NoticeTexts, counts: NoticeCounts, language: Language) {
  const numbers = new Intl.NumberFormat(language);
  return NOTICE_COUNTS.filter((name) => isTold(name, counts)).map((name) => ({
    label: texts.counts[name],
    number: numbers.format(counts[name]),
  }));
}

function isTold(name: keyof NoticeCounts, counts: NoticeCounts): boolean {
  if (name === 'handed_over') return counts.handed_over < counts.clients;
  return name === 'clients' || name === 'created' || counts[name] > 0;
}

function writeTime(at: string, language: Language, zone: string): { date: string; time: string } {
  const moment = new Date(at);
  const date = new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'long' });
  const time = new Intl.DateTimeFormat(language, {
    ...{ timeZone: zone, timeZoneName: 'short' },
    ...{ hour: 'numeric', minute: '2-digit' },
  });
  return { date: date.format(moment), time: time.format(moment) };
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (mark, name: string) => values[name] ?? mark);
}

function writeText({ paragraphs, counts, link, footer }: NoticeParts): string {
  const table = counts.map(({ label, number }) => `${label}: ${number}`).join('\n');
  const pointer = link ? [`${link.label}:\n${link.address}`] : [];
  return `${[...paragraphs, table, ...pointer, `-- \n${footer}`].join('\n\n')}\n`;
}
