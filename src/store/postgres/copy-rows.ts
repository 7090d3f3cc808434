import type { RecordPlace } from '../../staging/batch.js';
import { checksum } from '../checksum.js';
import type { RowKind } from './batch-table.js';

/** One row of a batch's table. */
export interface BatchRow extends RecordPlace {
  kind: RowKind;
  no: number;
  /** The client that a merged record belongs to. */
  client?: number;
  /** Positions of the columns that gave a client its values. */
  columns?: readonly number[];
  json: string;
}

/** A row's CRC-32 as PostgreSQL's signed integer holds it. */
export const rowChecksum = (json: string): number => checksum(json) | 0;

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A row as one line of COPY's text format (PostgreSQL manual, COPY, "Text Format"). A bare NUL, which no JSON text has and
 * PostgreSQL cannot hold, is written the way JSON writes it.
 */
export function copyLine({ kind, no, file, record, line, ...row }: BatchRow): string {
  const json = row.json.includes('\0') ? row.json.replaceAll('\0', '\\u0000') : row.json;
  const escaped = json.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);
  const client = row.client ?? '\\N';
  const columns = row.columns?.join() ?? '';
  return `${kind}\t${no}\t${file}\t${record}\t${line}\t${client}\t${rowChecksum(json)}\t${columns}\t${escaped}\n`;
}
