import type { SourceRecord } from '../staging/record-source.js';
import { sampleRecords } from './limits.js';

/** The first records, 100 at most, of a pass that ends there. Throws what reading them throws. */
export async function takeSample(records: AsyncIterable<SourceRecord>): Promise<SourceRecord[]> {
  const sample: SourceRecord[] = [];
  for await (const record of records) {
    sample.push(record);
    if (sample.length >= sampleRecords) break;
  }
  return sample;
}
