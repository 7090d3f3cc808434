/** What the host says became of a client (intandem-contract section 8). */
export const RESULTS = ['created', 'updated', 'skipped', 'failed'] as const;
export type Result = (typeof RESULTS)[number];

/** Clients with one result: how many, and the external ids of those that have one, as text. */
export interface ReportedClients {
  count: number;
  externalIds: string[];
}

/** One `bulk_import/done`: the host stored a page. It names no business, and comes repeatedly and in any order. */
export interface HostReport {
  /** The host's id of the session, as text; undefined when the report names none. */
  hostSessionId: string | undefined;
  page: number | undefined;
  importDone: boolean;
  clients: Record<Result, ReportedClients>;
}

/** A report as it is kept. */
export interface StoredReport extends HostReport {
  /** Of its content in a fixed form; a repeat has the same and is not kept again. */
  digest: string;
  /** The session that it is about; undefined while that is not known. */
  sessionId: string | undefined;
  /** UTC, ISO 8601. */
  receivedAt: string;
}
