import type { BatchWire, DraftSourceWire, DraftWire } from '../../src/web/api/wire.js';

const NOW = '2026-11-21T09:30:00.000Z';

const HEADER = ['First name', 'Email'];

/** A table of a known layout, or of one that nobody knows. */
export function makeSource(name: string, fileUid: string, isKnown: boolean): DraftSourceWire {
  const preview = [{ line: 2, cells: ['Mira', 'mira@example.org'] }];
  const columns = HEADER.map((column, index) => ({
    ...{ index, name: column, field: ['first_name', 'email'][index] ?? null, of_matter: false },
    ...{ confidence: 1, reason: 'a column of that layout', chosen: false },
    ...{ samples: [preview[0]?.cells[index] ?? ''], values: [] },
  }));
  return {
    ...{ name, file_uid: fileUid, form: 'csv', encoding: 'utf-8', encoding_reason: 'valid UTF-8' },
    ...{ delimiter: ',', header_line: 1, title_lines: 0, preview, profile_choice: 'auto' },
    top_rows: [{ line: 1, cells: HEADER }, ...preview],
    profile: isKnown ? { name: 'made-up', title: 'A made-up tool' } : null,
    reason: isKnown ? 'has its columns' : 'no known layout has these columns',
    hint: null,
    exact: isKnown,
    columns: isKnown
      ? columns
      : columns.map((column) => ({ ...column, field: null, confidence: 0, reason: '' })),
    clients: [],
  };
}

/** A draft without files. */
export function makeDraft(uid: string): DraftWire {
  return {
    ...{ uid, version: 1, created_by: 'st-noa', created_at: NOW, updated_at: NOW },
    ...{ expires_at: NOW, files: [], sources: [], on_duplicate: 'keep-first', value_maps: [] },
    corrections: { pending: 0, total: 0, undoable: 0 },
    ...{ staging: null, batch_uid: null, is_stale: false },
  };
}

/** A draft of two lists, one of a known layout and one of an unknown. */
export function makeFullDraft(uid: string): DraftWire {
  const files = ['known.csv', 'unknown.csv'].map((name, index) => ({
    ...{ uid: `file_${index + 1}`, name, bytes: 100, read: {} },
    ...{ entries: [], sheets: [], problem: null },
  }));
  const sources = files.map((file, index) => makeSource(file.name, file.uid, index === 0));
  return { ...makeDraft(uid), files, sources };
}

/** A batch of ten clients. */
export function makeBatch(uid: string, sessionUids: string[] = []): BatchWire {
  return {
    ...{ uid, created_at: NOW, mode: 'store', fields: ['first_name', 'email'] },
    files: [{ name: 'known.csv', profile: 'made-up', header: HEADER }],
    counts: {
      ...{ records: 10, accepted: 10, merged: 0, rejected: 0, outside_slice: 0, blank_lines: 0 },
      ...{ clients: 10, rejected_by_cause: {}, warnings: {}, unmatched_values: {} },
    },
    session_uids: sessionUids,
  };
}
