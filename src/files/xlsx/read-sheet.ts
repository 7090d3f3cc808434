import type { SourceRecord } from '../../staging/record-source.js';
import type { ByteSource } from '../byte-source.js';
import type { RowTaker } from '../read-records.js';
import type { CellDisplay } from './display-cell.js';
import { readXml } from './read-xml.js';
import { RowBuilder } from './row-builder.js';

export interface SheetPlan {
  /** Name of the sheet with that of its workbook, for messages. */
  readonly name: string;
  readonly part: ByteSource;
  readonly display: CellDisplay;
  /** Told how many bytes of the part were read. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Yields the records that `taker` makes of the rows of a sheet. Rows that the file leaves out are blank lines.
 * Throws `file_unreadable` (rows out of order, damage), `too_many_columns`, `archive_unsafe`, and what `taker` throws.
 */
export async function* readSheet(
  plan: SheetPlan,
  taker: RowTaker,
): AsyncGenerator<SourceRecord, void, undefined> {
  const builder = new RowBuilder(plan.name, plan.display);
  let lastLine = 0;
  for await (const bytes of readXml(plan.part, builder)) {
    plan.onBytes?.(bytes);
    for (const { line, cells } of builder.takeRows()) {
      const record = taker.take(line, cells, line - lastLine - 1);
      lastLine = line;
      if (taker.hasReleased) yield* taker.release();
      if (record !== undefined) yield record;
    }
  }
  yield* taker.end(0);
}
