/** Who did what; append-only, no client data. */
export interface AuditEntry {
  at: string;
  businessUid: string;
  staffUid: string;
  impersonatedBy: string | undefined;
  /** Such as `signed_in`, `file_uploaded`, `import_declared`, `import_cancelled`, `batch_removed`, `rejects_downloaded`. */
  action: string;
  /** Id of what it was done to. */
  subject: string | undefined;
}

/** An entry as it stands in the chain of its business. */
export interface ChainedEntry extends AuditEntry {
  /** Position in the audit, rising. */
  no: number;
  /** Over the entry and the hash of the one before it; undefined for entries that are older than the chain. */
  hash: string | undefined;
}

export interface AuditStore {
  /** Adds an entry at the end of the chain of its business; of several at once each has its own place. */
  appendAudit(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  listAudit(businessUid: string, limit: number): Promise<AuditEntry[]>;
  /** Oldest first, those after `after`; start with 0. */
  readAuditChain(businessUid: string, after: number, limit: number): Promise<ChainedEntry[]>;
  listAuditedBusinesses(): Promise<string[]>;
}
