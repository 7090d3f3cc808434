/** Something wrong or noteworthy about one record. */
export interface Issue {
  /** `required`, `email`, `single_line`, `max_length`, `boolean_unclear`, `duplicate_email`, `shifted_cells`. */
  readonly code: string;
  readonly line: number;
  /** Header text of the column, or undefined when the whole record is meant. */
  readonly column: string | undefined;
  readonly message: string;
  readonly hint: string;
}
