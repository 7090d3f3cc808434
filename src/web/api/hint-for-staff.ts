/** What staff can do in the page, for codes whose own hint speaks to those who use the command line. */
const HINTS: Readonly<Record<string, string>> = {
  // refusals
  layout_unknown: 'Choose what the columns mean, or another line as the header.',
  header_missing: 'Choose the line on which the names of the columns stand.',
  sheet_unclear: 'Choose the sheet that holds the list.',
  encoding_unknown: 'Export the list again as CSV, or choose its encoding.',
  encoding_uncertain: 'Choose the encoding in which names look right.',
  file_not_text: 'Export the list again as CSV, or choose its encoding.',
  file_no_records: 'Check that the export was complete.',
  profile_unknown: 'Choose one of the layouts, or have it recognised.',
  mapping_invalid: 'Choose again what the columns mean.',
  batch_empty: 'Correct the rejected records, or choose another file.',
  batch_too_large: 'Say that it may go over in several imports, one after the other.',
  batch_in_use: 'Wait until its import is over, or cancel the import.',
  session_open: 'Wait until that import is over, or cancel it.',
  host_refused:
    'Nothing was imported. Ask whoever looks after the app in the CRM if this stays so.',
  host_unreachable: 'Nothing was imported. Try again in a few minutes.',
  import_not_over: 'Wait until the CRM has ended it, or cancel it.',
  reconcile_first: 'Look into the CRM, then ask again.',
  nothing_to_send: 'Look into the CRM again if you think otherwise.',
  disk_full: 'Ask whoever looks after the app to make room.',
  // issues of records
  duplicate_email:
    'The CRM knows clients by e-mail address; merge the records, or choose another way to treat duplicates.',
  parent_rejected: 'Correct that client, or choose another way to treat duplicates.',
  date_unclear: 'Write dates as 2026-02-28.',
  iso_date: 'Write it as 2026-02-28.',
  phone_unclear: 'Write it with + and the country code.',
  value_unmatched: 'Add it to the table of values of that column.',
};

const OF_COMMAND_LINE = /(^|\s)--[a-z]|\bclientferry [a-z]|\b[A-Z]{2,}_[A-Z_]+\b/;

/** The hint to show beside a code, without what only the command line can do; undefined when nothing is left. */
export function hintForStaff(code: string, hint: string | undefined): string | undefined {
  if (hint === undefined) return HINTS[code];
  if (!OF_COMMAND_LINE.test(hint)) return hint;
  const sentences = hint.split(/(?<=[.;]) /).filter((one) => !OF_COMMAND_LINE.test(one));
  return HINTS[code] ?? (sentences.length > 0 ? sentences.join(' ') : undefined);
}
