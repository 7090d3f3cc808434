import { Stack } from '@mantine/core';
import type { CountsWire } from '../../web/api/wire.js';
import { InParts } from '../parts/in-parts.js';
import { Problem } from '../parts/problem.js';
import type { DraftStepProps } from '../step.js';
import { ChangedNotice } from './changed-notice.js';
import { CheckSummary } from './check-summary.js';
import { CorrectedLine } from './corrected-line.js';
import { Noteworthy } from './noteworthy.js';
import { RejectsPanel } from './rejects-panel.js';
import { type Rest, RestChoice } from './rest-choice.js';
import { useUndo } from './use-undo.js';

export interface CheckResultProps extends Pick<DraftStepProps, 'draft' | 'onDraft'> {
  counts: CountsWire;
  /** Counts of the check before this one. */
  before: CountsWire | undefined;
  rest: Rest;
  onRest: (rest: Rest) => void;
}

/** What the check came to: a good message when all is well, else everything that it takes to mend the list. */
export function CheckResult(props: CheckResultProps) {
  const { draft, onDraft, counts, before, rest, onRest } = props;
  const undo = useUndo(props);
  return (
    <Stack gap="lg">
      {before && !draft.is_stale && <ChangedNotice before={before} after={counts} />}
      <CheckSummary counts={counts} />
      <InParts clients={counts.clients} />
      {undo.error && <Problem error={undo.error} />}
      {counts.rejected === 0 && draft.corrections.undoable > 0 && (
        <CorrectedLine draft={draft} undo={undo} />
      )}
      <Noteworthy draft={draft} onDraft={onDraft} counts={counts} />
      {counts.rejected > 0 && (
        <>
          <RejectsPanel draft={draft} onDraft={onDraft} counts={counts} undo={undo} />
          <RestChoice counts={counts} rest={rest} onRest={onRest} />
        </>
      )}
    </Stack>
  );
}
