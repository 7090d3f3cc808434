import { randomUUID } from 'node:crypto';
import type { Draft } from '../../src/drafts/draft.js';

/** A draft without files, with what a test says about it. */
export function makeDraft(changes: Partial<Draft> = {}): Draft {
  return {
    id: `d_${randomUUID()}`,
    version: 1,
    businessUid: 'b1',
    staffUid: 'staff1',
    files: [],
    choices: [],
    valueMaps: [],
    onDuplicate: 'keep-first',
    edits: [],
    staging: undefined,
    batchId: undefined,
    editsInBatch: 0,
    isStale: true,
    createdAt: '2026-03-01T10:00:00.000Z',
    updatedAt: '2026-03-01T10:00:00.000Z',
    expiresAt: '2026-03-08T10:00:00.000Z',
    ...changes,
  };
}

/** A draft with everything that one can hold, odd texts included. */
export function makeFullDraft(): Draft {
  const odd = `nul\0 "quote" back\\slash \\0 \u2028 😀 李 \ud800 alone\r\n\t`;
  return makeDraft({
    files: [
      {
        id: 'u_1',
        name: 'clients.csv',
        bytes: 12,
        read: { encoding: undefined, delimiter: ';', only: ['a.csv'] },
        entries: ['a.csv'],
        sheets: [],
        sources: [
          {
            name: 'clients.csv',
            bytes: 12,
            sha256: 'ab',
            form: 'csv',
            encoding: 'utf-8',
            encodingReason: 'all bytes are',
            delimiter: undefined,
            header: ['First name', odd],
            headerLine: 1,
            titleLines: 0,
            sample: [{ number: 1, line: 2, cells: [odd, '007'] }],
            topRows: [{ line: 1, cells: ['First name', odd] }],
          },
        ],
        problem: undefined,
      },
    ],
    choices: [
      {
        source: 'clients.csv',
        profile: 'auto',
        columns: [
          [0, 'first_name'],
          [1, null],
        ],
      },
    ],
    valueMaps: [{ column: 'Status', pairs: [['neu', 'lead']] }],
    edits: [{ corrections: [{ source: 'clients.csv', line: 2, index: 0, value: odd }] }],
    staging: {
      ...{ state: 'failed', records: 1, bytes: 2, totalBytes: 3 },
      startedAt: '2026-03-01T10:00:00.000Z',
      touchedAt: '2026-03-01T10:00:01.000Z',
      problem: { code: 'file_empty', message: 'm', hint: undefined },
    },
    batchId: 'b_1',
  });
}
