/** A client as the host's client API tells it (intandem-contract section 4.2), in the field keys of an import. */
export interface CrmClient {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  address: string;
  status: string;
  tags: string[];
  /** Name of the app or channel that it came by. */
  source: string;
  /** Everything else that is text, number or boolean, by key: custom fields, `opt_in`, `external_id`. */
  more: Record<string, string>;
  /** UTC, ISO 8601; undefined when the host does not tell. */
  createdAt: string | undefined;
  updatedAt: string | undefined;
}

/**
 * The host, as far as reading its clients goes. Calls keep to the host's rate limit and wait as the host asks; what stays
 * unreachable throws `host_unreachable`, a refusal `host_refused`.
 */
export interface ReadingCrm {
  /** Clients of one page (from 1), at most `CRM_PAGE_SIZE`; fewer mean that it was the last one. */
  listClients(page: number, choice?: { updatedSince?: string }): Promise<CrmClient[]>;
  /** Looked for one by one. */
  findClients(by: 'email' | 'phone' | 'uid', term: string): Promise<CrmClient[]>;
}

/** The host, as far as taking clients away goes. */
export interface DeletingCrm extends ReadingCrm {
  /** `gone`: it was not there (any more). */
  deleteClient(id: string): Promise<'deleted' | 'gone'>;
}

/** Clients per page that are asked for (the most that the host gives). */
export const CRM_PAGE_SIZE = 100;
