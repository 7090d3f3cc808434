/** How values are read where a cell alone does not say. */
export interface Reading {
  /** ISO 3166-1 alpha-2 of the business's country: for phone numbers without a country code and the order of addresses. */
  readonly region: string | undefined;
  /** IANA time zone of dates without an offset. */
  readonly zone: string;
  /** Order of day, month and year in dates like 04/05/2026; found from each column's values when left out. */
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd' | undefined;
}

/** In which form matters go over the wire (docs/adr/0006). */
export const MATTER_FORMS = ['nested', 'flat', 'notes'] as const;
export type MatterForm = (typeof MATTER_FORMS)[number];

/** A value table given by a person: for one column, old value to new value. */
export interface ValueTable {
  /** Header name of the column, or the key that it feeds. */
  readonly column: string;
  readonly values: ReadonlyMap<string, string>;
}
