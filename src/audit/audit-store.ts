/** Who did what; append-only, no client data. */
export interface AuditEntry {
  at: string;
  businessUid: string;
  /** The staff member; `BY_ITSELF` or `BY_COMMAND_LINE` when it was none. */
  staffUid: string;
  impersonatedBy: string | undefined;
  /** Such as `signed_in`, `file_uploaded`, `import_declared`, `import_cancelled`, `batch_purged`, `person_erased`. */
  action: string;
  /** Id of what it was done to. */
  subject: string | undefined;
}

/** Who did what the server does in its time. */
export const BY_ITSELF = 'clientferry';
/** Who did what was typed into the command line, where nobody signs in. */
export const BY_COMMAND_LINE = 'command line';

/** An entry as it stands in the chain of its business. */
export interface ChainedEntry extends AuditEntry {
  /** Position in the audit, rising. */
  no: number;
  /** Over the entry and the hash of the one before it; undefined when somebody took it away. */
  hash: string | undefined;
}

export interface AuditStore {
  /** Adds an entry at the end of the chain of its business; of several at once each has its own place. */
  appendAudit(entry: AuditEntry): Promise<void>;
  /** Adds an entry of another store's chain as it stands there; `no` is given anew. */
  copyAudit(entry: Omit<ChainedEntry, 'no'>): Promise<void>;
  /** Newest first. */
  listAudit(businessUid: string, limit: number): Promise<AuditEntry[]>;
  /** Oldest first, those after `after`; start with 0. */
  readAuditChain(businessUid: string, after: number, limit: number): Promise<ChainedEntry[]>;
  listAuditedBusinesses(): Promise<string[]>;
}
