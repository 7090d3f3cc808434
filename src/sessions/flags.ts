/**
 * What staff should know of a session although it went on. A session keeps each as its sentence, which the log and the command
 * line show as it is; the page knows it again and says it in the language of the staff. `{…}` are whole numbers.
 */
const SENTENCES = {
  page_unreadable: 'A page could not be read from the batch; the CRM was told to try again later.',
  page_size_changed: 'The CRM asked with another page size in between ({asked} instead of {size}).',
  poll_unclear: 'The CRM asked in a way that cannot be understood, and got nothing for it.',
  poll_not_get: 'The CRM sent something to where it may only ask, and nothing of it was taken.',
  other_staff:
    'The CRM asked in the name of somebody other than the one who began the import, and got nothing.',
  after_end: 'The CRM asked again when the import was over, and got nothing.',
  ended_by_person: 'A person ended the import after part {part} of {parts}.',
  part_list_removed:
    'Part {part} of {parts} was not begun, because the list was removed meanwhile. What is left of it was never handed over.',
  part_person_erased:
    'Part {part} of {parts} was not begun, because a person was erased from the list. What is left can be sent by a retry of all that is unknown.',
  part_person_acted:
    'Part {part} of {parts} was not begun, because clients of the import were sent again or taken back meanwhile. A person may go on.',
  part_waits:
    'Part {part} of {parts} waits, because the app is not connected to the CRM in the name of the one who began the import. It goes on by itself after signing in through the CRM again.',
} as const;

export type FlagCode = keyof typeof SENTENCES;

export const FLAG_CODES = Object.keys(SENTENCES) as FlagCode[];

export type FlagValues = Readonly<Record<string, number>>;

/** The sentence of a flag. */
export const writeFlag = (code: FlagCode, values: FlagValues = {}): string =>
  SENTENCES[code].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

const PATTERNS = FLAG_CODES.map((code) => ({
  code,
  pattern: new RegExp(
    `^${SENTENCES[code].replace(/[.()]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>\\d+)')}$`,
  ),
}));

/** Which flag a sentence is, and its numbers; undefined for what is none of ours, such as one of a later version. */
export function readFlag(sentence: string): { code: FlagCode; values: FlagValues } | undefined {
  for (const { code, pattern } of PATTERNS) {
    const match = pattern.exec(sentence);
    if (!match) continue;
    const values = Object.entries(match.groups ?? {}).map(([name, text]) => [name, Number(text)]);
    return { code, values: Object.fromEntries(values) as FlagValues };
  }
  return undefined;
}

/** Whether two flags say the same, whatever their numbers: a session keeps each once, so that a flood of them adds nothing. */
export const isSameFlag = (one: string, other: string): boolean =>
  one === other || (readFlag(one) !== undefined && readFlag(one)?.code === readFlag(other)?.code);
