import { createColumnPattern } from '../../profiles/column-pattern.js';
import type { ClientsShape } from '../../profiles/profile.js';
import { recordIssue, type Assembler, type AssemblySink } from '../assembling.js';
import type { Issue } from '../issue.js';
import type { Fields } from '../compose-client.js';
import { completeMatter } from '../matter.js';
import type { SourceRecord } from '../record-source.js';
import type { RecordSpool } from '../record-spool.js';
import type { Taken } from '../walk-slice.js';
import { emitTrees, type TreePayload } from './emit-trees.js';

type Shape = Extract<ClientsShape, { shape: 'grouped' }>;

const CLIENT = 'client';
const MATTER = 'matter';

/**
 * Every record is a matter of the client whom it names (by e-mail, say), wherever in the files it stands; those that name
 * none belong to one client of their own.
 */
export function assembleGrouped(shape: Shape, spool: RecordSpool, sink: AssemblySink): Assembler {
  const judgeColumns = createColumnJudge(shape);
  return {
    take(taken) {
      const { mapper } = taken.recognised;
      const client = mapper.mapClient(taken.record);
      const said = mapper.mapMatter(taken.record);
      sink.noteUnmatched([...client.findings.unmatched, ...said.findings.unmatched]);
      const matter = completeMatter(said.fields, shape.matters);
      const errors = [
        ...client.findings.errors,
        ...said.findings.errors,
        ...judgeColumns(taken, said.fields),
        ...(matter ? [] : [namelessMatter(taken.record, shape)]),
      ];
      if (errors.length > 0 || !matter) {
        sink.reject(taken, errors);
        return;
      }
      const key = keyOf(client.fields, shape);
      const { fields, columns, emailKey, uniques } = client;
      const nobody = {
        fields: Object.entries(shape.fallback),
        columns: [],
        emailKey: undefined,
        uniques: [],
      };
      const { position, place, record } = taken;
      const head: TreePayload = {
        ...{ position, place, term: shape.matters.term, errors: [], warnings: [] },
        client: key === '' ? nobody : { fields, columns, emailKey, uniques },
      };
      const warnings = [...client.findings.warnings, ...said.findings.warnings];
      const body: TreePayload = { ...head, record, matter, warnings };
      spool.add({ kind: CLIENT, code: key, parent: undefined, payload: JSON.stringify(head) });
      spool.add({
        kind: MATTER,
        code: `${place.file}:${place.record}`,
        parent: { kind: CLIENT, code: key },
        payload: JSON.stringify(body),
      });
    },
    end: () => emitTrees(spool, sink),
  };
}

/** E-mail addresses are the same whatever their case. */
function keyOf(fields: Fields, { by }: Shape): string {
  return String(fields.find(([key]) => key === by)?.[1] ?? '').toLowerCase();
}

/** Every record is to be a matter. */
export const namelessMatter = (record: SourceRecord, { matters }: Shape): Issue =>
  recordIssue(
    { record },
    'matter_nameless',
    `It says nothing by which a ${matters.term} is named.`,
    `Fill in "${matters.namedBy.join('" or "')}".`,
  );

/**
 * Columns that belong to one kind of matter must not be answered for another kind in the same file
 * (the rule of SeeClickFix for `Q: ` columns: one request type per file, or questions of their own).
 */
function createColumnJudge({
  matters: { perKind },
}: Shape): (taken: Taken, said: Fields) => Issue[] {
  if (!perKind) return () => [];
  const pattern = createColumnPattern(perKind.columns);
  const owners = new Map<string, string>();
  return (taken, said) => {
    const kind = String(said.find(([key]) => key === perKind.kind)?.[1] ?? '');
    const { columns } = taken.recognised;
    return columns.flatMap(({ column, index, ofMatter }) => {
      if (
        ofMatter !== true ||
        (taken.record.cells[index] ?? '').trim() === '' ||
        !pattern.matches(column)
      )
        return [];
      const owner = owners.get(`${taken.place.file}:${column}`) ?? kind;
      owners.set(`${taken.place.file}:${column}`, owner);
      if (owner === kind) return [];
      return [
        {
          code: 'question_shared',
          line: taken.record.line,
          column,
          message: `"${column}" is answered for "${owner}" and for "${kind}" in the same file.`,
          hint: 'Put each request type into a file of its own, or give each its own questions.',
        },
      ];
    });
  };
}
