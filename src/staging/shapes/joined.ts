import type { ClientsShape } from '../../profiles/profile.js';
import { recordIssue, type Assembler, type AssemblySink } from '../assembling.js';
import type { Fields } from '../compose-client.js';
import type { Issue } from '../issue.js';
import { completeMatter } from '../matter.js';
import type { SourceRecord } from '../record-source.js';
import type { RecordSpool } from '../record-spool.js';
import type { Taken } from '../walk-slice.js';
import { emitTrees, type TreePayload } from './emit-trees.js';

type Shape = Extract<ClientsShape, { shape: 'joined' }>;

/**
 * Records of several files belong under each other by code, to any depth and in any order of files: those whose kind has no
 * parents are clients, all below them their matters. Records without a way up to a client are rejected, saying what is missing.
 */
export function assembleJoined(spool: RecordSpool, sink: AssemblySink): Assembler {
  return {
    take(taken) {
      const shape = taken.recognised.profile.clients as Shape;
      const code = cell(taken, shape.code);
      if (code === '') {
        sink.reject(taken, [missingCode(taken.record, shape)]);
        return;
      }
      const parent = findParent(taken, shape);
      const payload =
        shape.parents.length === 0
          ? clientPayload(taken, sink)
          : matterPayload(taken, shape, code, parent, sink);
      const isNew = spool.add({ kind: shape.kind, code, parent, payload: JSON.stringify(payload) });
      if (isNew) {
        // It stays in the spool so that what hangs below it can say why it is rejected.
        if (payload.errors.length > 0) sink.reject(taken, payload.errors);
        return;
      }
      sink.reject(taken, [repeated(taken, shape, code)]);
    },
    end: () => emitTrees(spool, sink),
  };
}

function cell({ record, recognised }: Taken, column: string): string {
  return record.cells[recognised.indexOf(column)]?.trim() ?? '';
}

function findParent(taken: Taken, { parents }: Shape): { kind: string; code: string } | undefined {
  for (const { column, kind } of parents) {
    const code = cell(taken, column);
    if (code !== '') return { kind, code };
  }
  return undefined;
}

function clientPayload(taken: Taken, sink: AssemblySink): TreePayload {
  const { findings, ...client } = taken.recognised.mapper.mapClient(taken.record);
  sink.noteUnmatched(findings.unmatched);
  const { errors, warnings } = findings;
  return { ...slim(taken), client, term: 'record', errors, warnings };
}

function matterPayload(
  taken: Taken,
  shape: Shape,
  code: string,
  parent: { kind: string; code: string } | undefined,
  sink: AssemblySink,
): TreePayload {
  const { fields, findings } = taken.recognised.mapper.mapMatter(taken.record);
  sink.noteUnmatched(findings.unmatched);
  const errors = [...findings.errors];
  if (!parent) {
    const columns = shape.parents.map(({ column }) => `"${column}"`).join(' nor ');
    errors.push(missing(taken.record, 'parent_missing', columns));
  }
  const said: Fields = [
    ['type', shape.kind],
    ['code', code],
    ...(parent ? [['parent_code', parent.code] as const] : []),
    ...fields,
  ];
  const matter = (shape.matters ? completeMatter(said, shape.matters) : undefined) ?? [
    ['name', code],
    ...said,
  ];
  return { ...slim(taken), matter, term: 'record', errors, warnings: findings.warnings };
}

const slim = ({ position, place, record }: Taken) => ({ position, place, record });

/** Without its code a record cannot be joined. */
export const missingCode = (record: SourceRecord, { code }: Shape): Issue =>
  missing(record, 'code_missing', code);

function missing(record: SourceRecord, code: string, columns: string): Issue {
  const what = columns.startsWith('"') ? columns : `"${columns}"`;
  return recordIssue(
    { record },
    code,
    `It names no ${what}, by which it would be joined.`,
    'Fill it in, or remove the line.',
  );
}

function repeated(taken: Taken, { kind, code: column }: Shape, code: string): Issue {
  return recordIssue(
    taken,
    'code_repeated',
    `Another ${kind} has the same "${column}", ${code}.`,
    'Give each its own code, or remove one of them.',
  );
}
