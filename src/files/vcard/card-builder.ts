import { maxRecordCharacters } from '../limits.js';
import type { Address, Card, Contact, TextColumn } from './card.js';
import { decodeValue } from './decode-value.js';
import type { Property } from './property.js';
import { splitUnescaped, unescapeText } from './text-value.js';
import { recordTooLong } from './unfold.js';

/** An address has seven parts (18 with the extensions of RFC 9554), an organisation one per unit. */
const maxParts = 100;

/** Properties with one text each and the columns that they feed. */
const textColumns: ReadonlyMap<string, TextColumn> = new Map([
  ['TITLE', 'Title'],
  ['URL', 'URL'],
  ['NOTE', 'Note'],
  ['UID', 'UID'],
  ['REV', 'Revision'],
]);

const ownProperties = new Set([
  ...['BEGIN', 'END', 'VERSION', 'FN', 'N', 'NICKNAME', 'ORG', 'EMAIL', 'TEL', 'ADR'],
  ...['BDAY', 'CATEGORIES', 'X-ABLABEL'],
]);

/** Whether the value of a property is read at all. */
export function isKeptProperty(name: string): boolean {
  return ownProperties.has(name) || textColumns.has(name);
}

/** Gathers the properties of one card. */
export class CardBuilder {
  readonly line: number;
  readonly #name: string;
  readonly #texts = new Map<TextColumn, string[]>();
  readonly #emails: Contact[] = [];
  readonly #phones: Contact[] = [];
  readonly #addresses: Address[] = [];
  readonly #labels = new Map<string, string>();
  #isVersion21 = false;
  #characters = 0;

  /** `name` is that of the file, `line` that of `BEGIN:VCARD`. */
  constructor(name: string, line: number) {
    this.#name = name;
    this.line = line;
  }

  /** Tells the version, on which the meaning of backslashes and folds depends. */
  get isVersion21(): boolean {
    return this.#isVersion21;
  }

  /** Takes in a property that is kept. Throws `record_too_long`, `encoding_uncertain`, `encoding_unknown`. */
  add(property: Property, line: number): void {
    this.#characters += property.value.length;
    if (this.#characters > maxRecordCharacters) throw recordTooLong(this.#name, this.line);
    const read = (text: string): string =>
      unescapeText(
        decodeValue(text, property, { name: this.#name, line }),
        this.#isVersion21,
      ).trim();
    const { name, value } = property;
    const column = textColumns.get(name);
    if (column !== undefined) this.#addText(column, read(value));
    else if (name === 'VERSION') this.#isVersion21 = value.trim() === '2.1';
    else if (name === 'FN') this.#addName(read(value));
    else if (name === 'N') this.#addNameParts(splitParts(value).map(read));
    else if (name === 'ORG') this.#addOrganisation(splitParts(value).map(read));
    else if (name === 'ADR') this.#addAddress(splitParts(value).map(read), property);
    else if (name === 'NICKNAME') this.#addText('Nickname', readList(value, read));
    else if (name === 'CATEGORIES') this.#addText('Categories', readList(value, read));
    else if (name === 'BDAY') this.#addText('Birthday', readBirthday(read(value), property));
    else if (name === 'EMAIL') addContact(this.#emails, property, read(value));
    else if (name === 'TEL') addContact(this.#phones, property, read(value));
    else if (property.group !== undefined) this.#labels.set(property.group, readLabel(read(value)));
  }

  /** The card, once its END was read. */
  finish(): Card {
    return {
      line: this.line,
      texts: this.#texts,
      emails: this.#emails,
      phones: this.#phones,
      addresses: this.#addresses,
      labels: this.#labels,
    };
  }

  #addText(column: TextColumn, text: string): void {
    if (text === '') return;
    const texts = this.#texts.get(column);
    if (texts === undefined) this.#texts.set(column, [text]);
    else texts.push(text);
  }

  /** Version 4.0 allows several formatted names; whoever has one is called so too. */
  #addName(text: string): void {
    this.#addText(this.#texts.has('Formatted name') ? 'Nickname' : 'Formatted name', text);
  }

  #addNameParts([
    last = '',
    first = '',
    additional = '',
    prefix = '',
    suffix = '',
  ]: string[]): void {
    this.#addText('Last name', last);
    this.#addText('First name', first);
    // Several in one part are parted by commas (RFC 6350, section 6.2.2).
    this.#addText('Additional names', additional.replace(/,(?=\S)/g, ' '));
    this.#addText('Prefix', prefix.replace(/,(?=\S)/g, ', '));
    this.#addText('Suffix', suffix.replace(/,(?=\S)/g, ', '));
  }

  #addOrganisation([organisation = '', ...units]: string[]): void {
    this.#addText('Organisation', organisation);
    this.#addText('Department', units.filter((unit) => unit !== '').join(', '));
  }

  /** Post office box, extended address, street, city, region, postal code, country (RFC 6350, section 6.3.1). */
  #addAddress(parts: string[], { isPreferred }: Property): void {
    if (parts.every((part) => part === '')) return;
    const [box = '', extended = '', street = '', city = '', region = '', postalCode = ''] = parts;
    const lines = [street, extended, box].filter((line) => line !== '');
    const country = parts[6] ?? '';
    this.#addresses.push({
      street: lines.join('\n'),
      city,
      region,
      postalCode,
      country,
      isPreferred,
    });
  }
}

/** Parts that hold several things: no program writes many, and each one is decoded by itself. */
function splitParts(value: string): string[] {
  return splitUnescaped(value, ';').slice(0, maxParts);
}

function addContact(contacts: Contact[], property: Property, text: string): void {
  const { group, types, isPreferred } = property;
  // Version 4.0 writes addresses (RFC 3966, RFC 6068).
  const value = text.replace(/^(?:tel|mailto):/i, '');
  if (value !== '') contacts.push({ value, group, types, isPreferred });
}

function readList(value: string, read: (text: string) => string): string {
  return splitUnescaped(value, ',')
    .map(read)
    .filter((text) => text !== '')
    .join(', ');
}

/** Apple writes a birthday without a year in a year that stands for none. */
function readBirthday(text: string, { others }: Property): string {
  const noYear = others.get('X-APPLE-OMIT-YEAR');
  if (noYear !== undefined && text.startsWith(`${noYear}-`)) return `-${text.slice(noYear.length)}`;
  return text.replace(/^(\d{4})(\d{2})(\d{2})(?=$|T)/, '$1-$2-$3');
}

/** Apple's own labels stand between marks: `_$!<Mobile>!$_`. */
function readLabel(text: string): string {
  return /^_\$!<(.*)>!\$_$/s.exec(text)?.[1] ?? text;
}
