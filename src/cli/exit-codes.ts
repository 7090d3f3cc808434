import { CommanderError } from 'commander';
import { FerryError, type ErrorCode } from '../errors.js';

export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  rejects: 3,
  notFound: 4,
  conflict: 5,
  interrupted: 130,
} as const;

/** The exit status of every error code. */
const EXIT_STATUS = {
  usage: EXIT.usage,
  config_invalid: EXIT.usage,
  data_dir_unusable: EXIT.failure,
  database_unreachable: EXIT.failure,
  disk_full: EXIT.failure,
  store_too_new: EXIT.failure,
  port_unusable: EXIT.failure,
  file_not_found: EXIT.notFound,
  file_unreadable: EXIT.failure,
  file_empty: EXIT.failure,
  file_not_text: EXIT.failure,
  file_changed: EXIT.failure,
  file_no_records: EXIT.failure,
  encoding_unknown: EXIT.usage,
  encoding_uncertain: EXIT.failure,
  quote_not_closed: EXIT.failure,
  record_too_long: EXIT.failure,
  file_too_large: EXIT.failure,
  too_many_columns: EXIT.failure,
  archive_unsafe: EXIT.failure,
  sheet_unclear: EXIT.failure,
  card_not_closed: EXIT.failure,
  header_missing: EXIT.failure,
  profile_unknown: EXIT.notFound,
  profile_invalid: EXIT.failure,
  layout_unknown: EXIT.failure,
  mapping_invalid: EXIT.failure,
  values_invalid: EXIT.failure,
  batch_not_found: EXIT.notFound,
  batch_empty: EXIT.failure,
  batch_too_large: EXIT.failure,
  batch_in_use: EXIT.conflict,
  batch_damaged: EXIT.failure,
  batch_of_other_business: EXIT.notFound,
  client_not_found: EXIT.notFound,
  upload_type_conflict: EXIT.conflict,
  session_not_found: EXIT.notFound,
  session_open: EXIT.conflict,
  session_too_fresh: EXIT.conflict,
  session_ended: EXIT.conflict,
  poll_invalid: EXIT.usage,
  page_size_changed: EXIT.conflict,
  no_such_export: EXIT.notFound,
  host_unreachable: EXIT.failure,
  host_refused: EXIT.failure,
  host_unclear: EXIT.failure,
  not_signed_in: EXIT.failure,
  not_allowed: EXIT.failure,
  sign_in_failed: EXIT.failure,
  not_connected: EXIT.conflict,
  draft_not_found: EXIT.notFound,
  draft_changed: EXIT.conflict,
  draft_busy: EXIT.conflict,
  draft_empty: EXIT.failure,
  draft_too_large: EXIT.failure,
  too_many_drafts: EXIT.conflict,
  too_many_files: EXIT.failure,
  rejects_left: EXIT.conflict,
  import_unbalanced: EXIT.failure,
  interrupted: EXIT.interrupted,
  internal: EXIT.failure,
} satisfies Record<ErrorCode, number>;

/** The exit status for an error that ended a command. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof FerryError) return EXIT_STATUS[error.code];
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  return EXIT.failure;
}
