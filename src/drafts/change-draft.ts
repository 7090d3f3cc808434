import { FerryError } from '../errors.js';
import type { Profile } from '../profiles/profile.js';
import type { Identity } from '../sign-in/identity.js';
import type { DuplicatePolicy } from '../staging/batch.js';
import type { ReadOptions } from '../staging/record-source.js';
import { chooseColumns, type ColumnChoice } from './choose-columns.js';
import type { Draft, DraftFile, SourceChoice } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { getDraft, refuseBusy } from './get-draft.js';
import { inspectUpload } from './inspect-upload.js';
import { hasColumn, keepKnown, listSources } from './keep-known.js';
import { findFile } from './remove-file.js';
import { stale, updateIdleDraft } from './update-draft.js';

/** How a file is to be read; what is left out or null is found by itself. */
export interface ReadChoice {
  encoding?: string | null | undefined;
  delimiter?: string | null | undefined;
  sheet?: string | null | undefined;
  /** 1 for the first line; 0 when the file has no header. */
  headerLine?: number | null | undefined;
  /** Names of the files of a ZIP that are left out. */
  skip?: readonly string[] | undefined;
}

export interface TableChange {
  /** Name of the source. */
  name: string;
  /** `auto` or the name of a profile; takes back the choices of columns. */
  profile?: string | undefined;
  columns?: readonly ColumnChoice[] | undefined;
}

/** What a person changes about a draft; what is left out stays as it is. */
export interface DraftChange {
  files?: readonly { uid: string; read: ReadChoice }[] | undefined;
  sources?: readonly TableChange[] | undefined;
  valueMaps?: Draft['valueMaps'] | undefined;
  onDuplicate?: DuplicatePolicy | undefined;
}

/**
 * Changes how files are read, what columns mean, or how values and duplicates are treated. A file that is read otherwise is
 * looked at again; choices and corrections for its tables stay where the header stays.
 * Throws `draft_not_found`, `draft_busy`, `draft_changed`, `file_not_found`, `mapping_invalid` (unknown layout, table or column).
 */
export async function changeDraft(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
  change: DraftChange,
): Promise<Draft> {
  const reread = await readAgain(deps, who, draftId, change.files ?? []);
  return updateIdleDraft(deps, who, draftId, (draft) => {
    const files = draft.files.map((file) => reread.get(file.id) ?? file);
    const read = keepKnown({ ...draft, files }, draft.files);
    const chosen = (change.sources ?? []).reduce(
      (choices, one) => chooseTable(read, choices, one, deps.profiles),
      read.choices,
    );
    return stale({
      ...read,
      choices: chosen,
      valueMaps: change.valueMaps ? checkValueMaps(read, change.valueMaps) : read.valueMaps,
      onDuplicate: change.onDuplicate ?? read.onDuplicate,
    });
  });
}

/** The files that are to be read otherwise, by id, as they look then. */
async function readAgain(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
  changes: NonNullable<DraftChange['files']>,
): Promise<ReadonlyMap<string, DraftFile>> {
  const reread = new Map<string, DraftFile>();
  const draft = await getDraft(deps, who, draftId);
  refuseBusy(draft);
  for (const { uid, read: choice } of changes) {
    const file = findFile(draft, uid);
    const read = readOptionsOf(choice);
    reread.set(uid, { ...file, read, ...(await inspectUpload(deps, file, read)) });
  }
  return reread;
}

function readOptionsOf({ encoding, delimiter, sheet, headerLine, skip }: ReadChoice): ReadOptions {
  return {
    encoding: encoding ?? undefined,
    delimiter: delimiter ?? undefined,
    sheet: sheet ?? undefined,
    noHeader: headerLine === 0 ? true : undefined,
    headerLine: headerLine === 0 ? undefined : (headerLine ?? undefined),
    skip: skip === undefined || skip.length === 0 ? undefined : skip,
  };
}

function chooseTable(
  draft: Draft,
  choices: readonly SourceChoice[],
  { name, profile, columns = [] }: TableChange,
  profiles: readonly Profile[],
): SourceChoice[] {
  const source = listSources(draft).find((one) => one.name === name);
  if (!source) throw invalid(`There is no list "${name}" among the files.`);
  if (profile !== undefined && profile !== 'auto' && !profiles.some((one) => one.name === profile))
    throw invalid(`There is no layout "${profile}".`);
  const now = choices.find((one) => one.source === name);
  const begun =
    profile === undefined && now ? now : { source: name, profile: profile ?? 'auto', columns: [] };
  const chosen = { ...begun, columns: chooseColumns(begun.columns, columns, source) };
  const others = choices.filter((one) => one !== now);
  const saysNothing = chosen.profile === 'auto' && chosen.columns.length === 0;
  return saysNothing ? others : [...others, chosen];
}

/** A map without values would reject every record. */
function checkValueMaps(draft: Draft, valueMaps: Draft['valueMaps']): Draft['valueMaps'] {
  const sources = listSources(draft);
  const stray = valueMaps.find(({ column }) => !hasColumn(sources, column));
  if (stray) throw invalid(`No list has a column "${stray.column}".`);
  return valueMaps.filter(({ pairs }) => pairs.length > 0);
}

function invalid(message: string): FerryError {
  return new FerryError('mapping_invalid', message, {
    hint: 'The files may have been changed meanwhile; load the page again.',
  });
}
