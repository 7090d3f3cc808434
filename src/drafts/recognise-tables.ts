import { FerryError } from '../errors.js';
import { isCustomField } from '../profiles/host-fields.js';
import type { MappingFile } from '../profiles/mapping.js';
import type { Identity } from '../sign-in/identity.js';
import { recogniseSource, type RecognisedSource } from '../staging/recognised-source.js';
import type { RecordSource } from '../staging/record-source.js';
import { recallFor } from '../staging/remembered-mapping.js';
import {
  createStageRequest,
  type FileToStage,
  type StageRequest,
  type TableChoice,
} from '../staging/stage-request.js';
import { mergeMapping } from './choose-columns.js';
import type { Draft, SourceChoice, SourceDescription } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { listSources } from './keep-known.js';

/** Tables of a draft as staging will understand them, worked out from their descriptions alone. */
export interface TableReader {
  /** The layout and mapper of a table, or why there is none. */
  recognise(source: SourceDescription): Promise<RecognisedSource | FerryError>;
}

/** Draws up what is needed to recognise the tables of a draft one by one; asks the host for the business's fields. */
export async function createTableReader(
  deps: DraftDeps,
  who: Identity,
  draft: Draft,
): Promise<TableReader> {
  const request = await baseRequest(deps, who, draft, []);
  return {
    async recognise(source) {
      const stub = withoutRecords(source);
      const remembered = await recallFor(deps.store, draft.businessUid, recallable(source));
      const choice = draft.choices.find((one) => one.source === source.name);
      try {
        if (!choice) return recogniseSource(stub, deps.profiles, request, remembered);
        const choices = [toTableChoice(deps, request, source, choice, remembered)];
        return recogniseSource(stub, deps.profiles, { ...request, choices }, undefined);
      } catch (error) {
        if (error instanceof FerryError) return error;
        throw error;
      }
    },
  };
}

/** The request by which a draft is staged from these local files. */
export async function createDraftRequest(
  deps: DraftDeps,
  who: Identity,
  draft: Draft,
  files: readonly FileToStage[],
): Promise<StageRequest> {
  const request = await baseRequest(deps, who, draft, files);
  const choices: TableChoice[] = [];
  for (const source of listSources(draft)) {
    const choice = draft.choices.find((one) => one.source === source.name);
    if (!choice) continue;
    const remembered = await recallFor(deps.store, draft.businessUid, recallable(source));
    choices.push(toTableChoice(deps, request, source, choice, remembered));
  }
  return {
    ...request,
    choices,
    corrections: draft.edits.flatMap(({ corrections }) => corrections),
  };
}

async function baseRequest(
  deps: DraftDeps,
  who: Identity,
  { businessUid, valueMaps, onDuplicate }: Draft,
  files: readonly FileToStage[],
): Promise<StageRequest> {
  const { reading, matters } = deps.settings;
  const fields = (await deps.listFields(who)) ?? [];
  return createStageRequest([], businessUid, {
    files,
    reading: { ...reading, dateOrder: undefined },
    values: valueMaps.map(({ column, pairs }) => ({ column, values: new Map(pairs) })),
    customFields: fields.filter(isCustomField),
    matterForm: matters.form,
    mattersKey: matters.key,
    onDuplicate,
    isKept: false,
  });
}

/** A profile that is chosen forgets what is remembered; chosen columns are added to it. */
function toTableChoice(
  { profiles }: DraftDeps,
  request: StageRequest,
  source: SourceDescription,
  choice: SourceChoice,
  recalled: MappingFile | undefined,
): TableChoice {
  const remembered = choice.profile === 'auto' ? recalled : undefined;
  const withoutColumns = { ...choice, columns: [] };
  const begun = mergeMapping(source.header, remembered, withoutColumns, []);
  const base = tryToRecognise(() =>
    recogniseSource(
      withoutRecords(source),
      profiles,
      { ...request, choices: [{ source: source.name, profile: choice.profile, mapping: begun }] },
      undefined,
    ),
  );
  const mapping = mergeMapping(source.header, remembered, choice, base?.columns ?? []);
  return { source: source.name, profile: choice.profile, mapping };
}

/** A table that is not understood without the choices may well be with them. */
function tryToRecognise(work: () => RecognisedSource): RecognisedSource | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof FerryError) return undefined;
    throw error;
  }
}

const recallable = ({ header, headerLine, retryOf }: SourceDescription) => ({
  header,
  headerLine,
  retryOf,
});

/** The description as a source that has no records besides its sample. */
function withoutRecords(source: SourceDescription): RecordSource {
  return { ...source, records: noRecords, passed: { blankLines: 0, bytes: 0 } };
}

async function* noRecords(): AsyncGenerator<never> {
  // They are in the file, which is not opened here.
}
