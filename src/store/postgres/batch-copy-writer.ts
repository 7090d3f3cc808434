import type { Batch, RecordPlace, Reject, Warning } from '../../staging/batch.js';
import type { BatchWriter } from '../../staging/batch-writer.js';
import {
  batchTable,
  CLIENT,
  copyIntoBatchTable,
  createBatchTable,
  indexBatchTable,
  MERGED,
  REJECT,
  WARNING,
  type RowKind,
} from './batch-table.js';
import { registerBatch } from './batches-table.js';
import type { PostgresOptions } from './connection-options.js';
import { openCopyConnection, type CopyConnection } from './copy-connection.js';
import { copyLine, type BatchRow } from './copy-rows.js';
import { translateFull } from './database-error.js';

/** Lines are gathered to about this many characters before they are sent. */
const CHUNK_CHARACTERS = 128 * 1024;

/**
 * Writes a batch into a table of its own by one COPY in one transaction on a connection of its own, begun with the first
 * rows: reading a list for the first time may take longer than a transaction should stand idle. `findStanding` tells
 * whether a batch stands whose commit was not answered.
 */
export function createBatchCopyWriter(
  options: PostgresOptions,
  id: string,
  findStanding: (id: string) => Promise<Batch | undefined>,
): BatchWriter {
  const table = batchTable(id);
  if (table === undefined) throw new RangeError(`"${id}" cannot be the id of a batch.`);
  const lastNo: Record<RowKind, number> = { [CLIENT]: 0, [MERGED]: 0, [REJECT]: 0, [WARNING]: 0 };
  let lines: string[] = [];
  let characters = 0;
  let chunks: Buffer[] = [];
  let connection: CopyConnection | undefined;

  const cut = () => {
    if (lines.length > 0) chunks.push(Buffer.from(lines.join(''), 'utf8'));
    lines = [];
    characters = 0;
  };
  const add = (kind: RowKind, row: Omit<BatchRow, 'kind' | 'no'>) => {
    const line = copyLine({ kind, no: ++lastNo[kind], ...row });
    lines.push(line);
    characters += line.length;
    if (characters >= CHUNK_CHARACTERS) cut();
  };
  const send = async (): Promise<CopyConnection> => {
    connection ??= await openCopyConnection(options, {
      before: createBatchTable(table),
      copy: copyIntoBatchTable(table),
    });
    const sending = chunks;
    chunks = [];
    for (const chunk of sending) await connection.write(chunk);
    return connection;
  };

  return {
    addClient({ file, record, line }: RecordPlace, json: string, columns = []) {
      add(CLIENT, { file, record, line, json, columns });
    },
    addMerged({ file, record, line }: RecordPlace) {
      add(MERGED, { file, record, line, client: lastNo[CLIENT], json: '' });
    },
    addReject({ file, record, line, cells, issues }: Reject) {
      add(REJECT, { file, record, line, json: JSON.stringify({ cells, issues }) });
    },
    addWarning({ file, record, line, issues }: Warning) {
      add(WARNING, { file, record, line, json: JSON.stringify(issues) });
    },
    async drain() {
      if (chunks.length > 0) await translateFull(send());
    },
    async seal(batch: Batch, { isKept = true } = {}) {
      cut();
      return translateFull(
        send().then((db) => sealBatch(db, { table, isKept }, batch, () => findStanding(batch.id))),
      );
    },
    async abandon() {
      const closing = connection;
      connection = undefined;
      await closing?.close();
    },
  };
}

async function sealBatch(
  db: CopyConnection,
  { table, isKept }: { table: string; isKept: boolean },
  batch: Batch,
  findStanding: () => Promise<Batch | undefined>,
): Promise<Batch> {
  await db.finish();
  await db.query(indexBatchTable(table));
  const standing = await registerBatch(db.query, batch, isKept);
  if (standing.id !== batch.id) return standing;
  try {
    await db.query('COMMIT');
  } catch (error) {
    // The answer was lost, perhaps not the commit: a batch that stands is not denied.
    const committed = await findStanding().catch(() => undefined);
    if (!committed) throw error;
  }
  return batch;
}
