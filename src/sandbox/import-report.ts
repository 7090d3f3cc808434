import type { Outcome, PageOutcome } from './apply-page.js';
import type { StartedImport } from './import-store.js';

/** The known forms of `session_id` in the answer to a declaration; `null` = none is given (intandem-contract section 1). */
export type AnswerForm = 'uuid' | 'number' | 'null';

export interface ReportedPage {
  started: StartedImport;
  /** The form in which the declaration's answer named the session. */
  answerForm: AnswerForm;
  page: number;
  isLast: boolean;
  outcomes: PageOutcome;
}

/** The body of the webhook `bulk_import/done` for one stored page (intandem-contract section 8). */
export function presentReport({ started, answerForm, page, isLast, outcomes }: ReportedPage) {
  const those = (wanted: Outcome) => {
    const all = outcomes.filter(({ outcome }) => outcome === wanted);
    const ids = all.flatMap(({ externalId }) => (externalId === undefined ? [] : [externalId]));
    return { count: all.length, external_ids: ids.map(reportedId) };
  };
  return {
    entity_name: 'bulk_import',
    event_type: 'done',
    data: {
      session_id: sessionIdOf(started, answerForm) ?? null,
      processed_entity: 'clients',
      import_done: isLast,
      page,
      clients_import_status: {
        created: those('created'),
        updated: those('updated'),
        skipped: those('skipped'),
        failed: those('failed'),
      },
    },
  };
}

/** The session's id as the declaration's answer gives it; undefined when it gives none (intandem-contract section 1). */
export function sessionIdOf(
  { id, seq }: StartedImport,
  form: AnswerForm,
): string | number | undefined {
  if (form === 'null') return undefined;
  return form === 'uuid' ? id : seq;
}

/** The host reports numbers; what would not survive as one is reported as the text that it is. */
function reportedId(id: string | number): string | number {
  return typeof id === 'string' && /^[1-9]\d*$/.test(id) && Number.isSafeInteger(Number(id))
    ? Number(id)
    : id;
}
