import assert from 'node:assert/strict';

const LENGTH = 100_000;
const LIMIT_MS = 50;

/** Pieces that make patterns go back and forth when repeated, and characters that mean something somewhere. */
const PIECES = [
  ...[' ', '\t', '\n', '\u00a0', 'a', '0', '1/', '1-', '12:', '(', '((', '+', "'", "'0", '"', '""'],
  ...[
    ',',
    ';',
    ', ',
    ':::',
    ' ::: ',
    '|',
    '/',
    '#',
    '&',
    '&a',
    '=?',
    '=?a?b?',
    '=?a?b?c',
    '<',
    '>',
  ],
  ...['@', 'a@', 'a@b ', '<a@b>', 'Ã', 'Ã©', 'Ð', 'â€', '\ufffd', '×', '.', '-', '1e+', '1.', 'x'],
  ...['van ', 'Jr. ', 'Mr ', 'a,', '王', 'בן ', '\u0301', 'İ', '👩‍👩‍👧', '\ud800', '__proto__'],
];

/** 100,000 characters of each piece, alone and between other characters. */
export const HOSTILE: readonly string[] = PIECES.flatMap((piece) => {
  const long = piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);
  return [long, `1${long}!`, `'+${long}x`, `a@example.org <${long}`];
});

/** The processor time that the work takes for a text, the best of a few: other work must not count. */
function timeMs(work: (text: string) => unknown, text: string, tries = 4): number {
  const before = process.cpuUsage();
  work(text);
  const { user, system } = process.cpuUsage(before);
  const tookMs = (user + system) / 1000;
  return tookMs < LIMIT_MS || tries === 1 ? tookMs : timeMs(work, text, tries - 1);
}

/** Fails when the work throws, or takes longer than 50 ms, for any of the hostile texts. */
export function assertSwift(
  work: (text: string) => unknown,
  texts: readonly string[] = HOSTILE,
  what = 'it',
): void {
  for (const text of texts) {
    const tookMs = timeMs(work, text);
    const beginning = JSON.stringify(text.slice(0, 20));
    assert.ok(tookMs < LIMIT_MS, `${what} took ${tookMs} ms for ${beginning}`);
  }
}
