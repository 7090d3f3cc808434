import { styleText } from 'node:util';
import { FerryError } from '../errors.js';

/** Version of the JSON that commands print; raised when a field changes its meaning. */
export const JSON_VERSION = 1;

/** Control characters, line separators and what turns the direction of writing; all below U+10000. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Cells and file names may hold terminal escape sequences; none is ever printed raw (promises S36). */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '·');
}

/** The same for text of several lines. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/** Results go to stdout. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Everything that is not the result goes to stderr. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** JSON text in which everything that a terminal would obey is written as an escape. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(UNPRINTABLE, (character) => `\\u${hex(character)}`);
}

/** Prints a result as one JSON object: `{"version": 1, "<name>": …}`. */
export function printJson(name: string, value: unknown): void {
  print(toJson({ version: JSON_VERSION, [name]: value }));
}

const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0');

const isColoured = (stream: NodeJS.WriteStream): boolean =>
  stream.isTTY && process.env['NO_COLOR'] === undefined;

/** A word in colour on a terminal; colour never carries meaning alone. */
export function coloured(colour: 'red' | 'green' | 'yellow' | 'bold', text: string): string {
  return isColoured(process.stderr) ? styleText(colour, text) : text;
}

/** Tells a person what went wrong: one sentence, and what to do next. A defect of ours shows its stack. */
export function sayError(error: unknown): void {
  if (error instanceof FerryError) {
    say(`${coloured('red', 'Error:')} ${printable(error.message)}`);
    if (error.hint !== undefined) say(`  ${printable(error.hint)}`);
    return;
  }
  say(
    `${coloured('red', 'Error:')} something unexpected happened; please report it with what follows.`,
  );
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** `12,345` */
export const count = (n: number): string => n.toLocaleString('en-US');

/** `1 client`, `2 clients` */
export const plural = (n: number, noun: string): string =>
  `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
