/**
 * Every way in which clientferry can refuse, as a closed set. Each edge answers every code in a table of its own:
 * `web/error-handler.ts` (code to HTTP status) and `cli/exit-codes.ts` (code to exit status).
 */
export type ErrorCode =
  // configuration and the machine
  | 'usage'
  | 'config_invalid'
  | 'data_dir_unusable'
  | 'database_unreachable'
  | 'disk_full'
  | 'store_too_new'
  | 'port_unusable'
  // source files
  | 'file_not_found'
  | 'file_unreadable'
  | 'file_empty'
  | 'file_not_text'
  | 'file_changed'
  | 'file_no_records'
  | 'encoding_unknown'
  | 'encoding_uncertain'
  | 'quote_not_closed'
  | 'record_too_long'
  | 'file_too_large'
  | 'too_many_columns'
  | 'archive_unsafe'
  | 'sheet_unclear'
  | 'card_not_closed'
  | 'header_missing'
  // profiles and mappings
  | 'profile_unknown'
  | 'profile_invalid'
  | 'layout_unknown'
  | 'mapping_invalid'
  | 'values_invalid'
  // batches and sessions
  | 'batch_not_found'
  | 'batch_empty'
  | 'batch_too_large'
  | 'batch_in_use'
  | 'batch_damaged'
  | 'batch_of_other_business'
  | 'client_not_found'
  | 'upload_type_conflict'
  | 'session_not_found'
  | 'session_open'
  | 'session_too_fresh'
  | 'session_ended'
  | 'session_continued'
  | 'batch_erased'
  // after the hand-over
  | 'import_not_over'
  | 'nothing_to_send'
  | 'reconcile_first'
  | 'not_confirmed'
  | 'job_not_found'
  | 'job_running'
  | 'report_invalid'
  | 'notice_failed'
  | 'audit_broken'
  | 'backup_unusable'
  // the export route
  | 'poll_invalid'
  | 'page_size_changed'
  | 'no_such_export'
  // the host
  | 'host_unreachable'
  | 'host_refused'
  | 'host_unclear'
  // the staff page
  | 'not_signed_in'
  | 'not_allowed'
  | 'sign_in_failed'
  | 'not_connected'
  | 'draft_not_found'
  | 'draft_changed'
  | 'draft_busy'
  | 'draft_empty'
  | 'draft_too_large'
  | 'too_many_drafts'
  | 'too_many_files'
  | 'rejects_left'
  // the rest
  | 'import_unbalanced'
  | 'interrupted'
  | 'internal';

export interface FerryErrorOptions {
  /** What the person can do next: one sentence. */
  hint?: string;
  cause?: unknown;
}

/** The one error type: `message` says what happened to which thing, `hint` what to do next. */
export class FerryError extends Error {
  override readonly name = 'FerryError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: FerryErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** Whether an error is trouble of ours, to be logged and told blandly, rather than a refusal that says what to do next. */
export const isOurTrouble = (error: unknown): boolean =>
  !(error instanceof FerryError) || error.code === 'data_dir_unusable';

/** Narrows an unknown thrown value to a system error with a `code` such as `ENOENT`. */
export function hasErrorCode(error: unknown): error is Error & { code: string } {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'string';
}
