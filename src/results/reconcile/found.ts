/**
 * What a look at the CRM found of a client of ours. `different`: there, with at least one field that is not as it was sent.
 * `…_before`: the CRM had it before the import began, or from another client of the list with the same address; before an
 * import everything that is found is so.
 */
export const FOUND = [
  'present',
  'different',
  'missing',
  'present_before',
  'different_before',
] as const;
export type Found = (typeof FOUND)[number];

/** A field that is not in the CRM as it was sent. */
export interface FieldDifference {
  key: string;
  ours: string;
  theirs: string;
}

/** By what a client of the CRM was recognised, the surest first. */
export const MATCHES = ['external_id', 'email', 'phone_and_name', 'phone'] as const;
export type Match = (typeof MATCHES)[number];

/** The body of a reconciliation's `JobItem`; empty for a missing client. Client data, which go away with the batch. */
export interface FoundClient {
  /** Its id in the CRM. */
  id: string;
  by: Match;
  /** In the CRM. UTC, ISO 8601; undefined when the CRM does not tell. */
  createdAt: string | undefined;
  updatedAt: string | undefined;
  /** It has the tag of an import and came so shortly before ours that the clock of the CRM may be behind: who created it is not known. */
  isDoubtful?: true;
  fields: FieldDifference[];
}

/** Reads the body of a reconciliation's item; undefined for a missing client. */
export const readFound = (body: string): FoundClient | undefined => {
  const found = JSON.parse(body) as Partial<FoundClient>;
  return found.id === undefined ? undefined : (found as FoundClient);
};
