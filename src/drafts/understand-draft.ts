import { FerryError } from '../errors.js';
import type { Recognised } from '../profiles/recognise.js';
import type { Identity } from '../sign-in/identity.js';
import { readAlone } from '../staging/check-alone.js';
import type { RecognisedSource } from '../staging/recognised-source.js';
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
  /** Positions of the columns that a person has decided. */
  chosen: ReadonlySet<number>;
  /** The first records as clients: keys and values as the CRM would get them. */
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
      const chosen = new Set((choice?.columns ?? []).map(([index]) => index));
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
      fields: readAlone(recognised, record).fields.map(
        ([key, value]) => [key, String(value)] as const,
      ),
    }));
}
