import type { Assembled, AssemblySink } from './assembling.js';
import type { BatchWriter } from './batch-writer.js';
import type { DuplicateJudge } from './duplicates.js';
import type { Issue } from './issue.js';
import { presentClient } from './present-client.js';
import type { StageRequest } from './stage-request.js';
import type { Tally } from './tally.js';
import type { PlacedRecord } from './walk-slice.js';

/** The serving keys of what was accepted, gathered as it goes. */
export interface BatchSink extends AssemblySink {
  readonly keys: ReadonlySet<string>;
  readonly hasMatters: boolean;
}

/** Judges assembled clients for duplicates, writes them and the rejects into the batch, and counts both. */
export function createBatchSink(
  request: Pick<StageRequest, 'matterForm' | 'mattersKey'>,
  duplicates: DuplicateJudge,
  writer: BatchWriter,
  tally: Tally,
): BatchSink {
  const { matterForm: form, mattersKey } = request;
  const present = ({ client, matters, term = '' }: Assembled) =>
    presentClient(client.fields, matters, { form, key: mattersKey, term });
  const keys = new Set<string>();
  let hasMatters = false;
  let lastKeys: readonly string[] = [];

  const reject = ({ place, record }: PlacedRecord, issues: readonly Issue[]) => {
    writer.addReject({ ...place, cells: record.cells, issues });
    tally.rejected(issues);
  };

  const write = (assembled: Assembled) => {
    const { lead, client, matters, members, warnings } = assembled;
    const presented = assembled.presented ?? present(assembled);
    for (const json of presented.texts) writer.addClient(lead.place, json, client.columns);
    for (const { place } of members) writer.addMerged(place);
    if (warnings.length > 0) writer.addWarning({ ...lead.place, issues: warnings });
    // Clients that were written together share their lists of keys.
    if (presented.keys !== lastKeys) for (const key of presented.keys) keys.add(key);
    lastKeys = presented.keys;
    hasMatters ||= matters.length > 0;
    tally.accepted(members.length, presented.texts.length, warnings);
  };

  return {
    keys,
    get hasMatters() {
      return hasMatters;
    },
    accept(assembled) {
      const { lead, client, members } = assembled;
      const issue = duplicates.judge(client, lead.position, lead.record.line);
      if (!issue) {
        write(assembled);
        return;
      }
      reject(lead, [issue]);
      for (const member of members) reject(member, [belowDuplicate(member, lead)]);
    },
    reject,
    drain: () => writer.drain(),
    noteUnmatched(unmatched) {
      for (const { column, value } of unmatched) tally.unmatched(column, value);
    },
  };
}

const belowDuplicate = ({ record }: PlacedRecord, lead: PlacedRecord): Issue => ({
  code: 'parent_rejected',
  line: record.line,
  column: undefined,
  message: `It belongs to the client on line ${lead.record.line}, which is rejected as a duplicate.`,
  hint: 'Stage both again, or choose another way with --on-duplicate.',
});
