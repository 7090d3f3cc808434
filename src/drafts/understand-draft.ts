import { FerryError } from '../errors.js';
import type { Recognised } from '../profiles/recognise.js';
import type { Identity } from '../sign-in/identity.js';
import { readAlone } from '../staging/check-alone.js';
import type { RecognisedSource } from '../staging/recognised-source.js';
import type { SourceRecord } from '../staging/record-source.js';
import type { Draft, DraftFile, SourceDescription } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { forPage } from './problem.js';
import { createTableReader } from './recognise-tables.js';

const PREVIEW_CLIENTS = 5;

/** A table of a draft with what it is taken for. */
export interface UnderstoodSource {
  file: DraftFile;
  source: SourceDescription;
  /** What each column feeds and why, or why the layout is not known. */
  layout: Recognised | FerryError;
  /** What a person has decided, by the positions of columns; null means that the column is not imported. */
  chosen: ReadonlyMap<number, string | null>;
  /** The first records as clients: keys and values as the CRM would get them, without values that staging refuses. */
  clients: PreviewClient[];
}

export interface PreviewClient {
  line: number;
  fields: (readonly [key: string, value: string])[];
}

/** What the tables of a draft are taken for, with what people chose and what is remembered. No file is opened. */
export async function understandDraft(
  deps: DraftDeps,
  who: Identity,
  draft: Draft,
): Promise<UnderstoodSource[]> {
  const reader = await createTableReader(deps, who, draft);
  const understood: UnderstoodSource[] = [];
  for (const file of draft.files) {
    for (const source of file.sources) {
      const found = await reader.recognise(source);
      const choice = draft.choices.find((one) => one.source === source.name);
      const chosen = new Map(choice?.columns);
      const isKnown = !(found instanceof FerryError);
      understood.push({
        ...{ file, source, chosen },
        layout: isKnown ? found : forPage(found),
        clients: isKnown ? previewClients(found, source) : [],
      });
    }
  }
  return understood;
}

function previewClients(
  recognised: RecognisedSource,
  { sample }: SourceDescription,
): PreviewClient[] {
  return sample
    .filter((record) => record.oddity === undefined && !recognised.isContinuation(record))
    .slice(0, PREVIEW_CLIENTS)
    .map((record) => ({
      line: record.line,
      fields: acceptableFields(recognised, record),
    }));
}

function acceptableFields(
  recognised: RecognisedSource,
  record: SourceRecord,
): PreviewClient['fields'] {
  const { fields, errors } = readAlone(recognised, record);
  const wrong = new Set(errors.map(({ column }) => column));
  const refused = new Set(
    recognised.columns.filter(({ column }) => wrong.has(column)).map(({ field }) => field),
  );
  return fields
    .filter(([key]) => !refused.has(key))
    .map(([key, value]) => [key, String(value)] as const);
}
