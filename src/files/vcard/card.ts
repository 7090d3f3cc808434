/** Columns that a card feeds once; several values are joined by a line break. */
export type TextColumn =
  | 'Formatted name'
  | 'First name'
  | 'Last name'
  | 'Additional names'
  | 'Prefix'
  | 'Suffix'
  | 'Nickname'
  | 'Organisation'
  | 'Department'
  | 'Title'
  | 'URL'
  | 'Birthday'
  | 'Note'
  | 'Categories'
  | 'UID'
  | 'Revision';

/** An e-mail address or a phone number. */
export interface Contact {
  readonly value: string;
  readonly group: string | undefined;
  readonly types: readonly string[];
  readonly isPreferred: boolean;
}

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
  readonly isPreferred: boolean;
}

/** One card, decoded. */
export interface Card {
  /** Physical line of its `BEGIN:VCARD`. */
  readonly line: number;
  readonly texts: ReadonlyMap<TextColumn, readonly string[]>;
  readonly emails: readonly Contact[];
  readonly phones: readonly Contact[];
  readonly addresses: readonly Address[];
  /** What Apple calls a value, by the group that ties them. */
  readonly labels: ReadonlyMap<string, string>;
}
