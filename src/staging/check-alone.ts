import type { Issue } from './issue.js';
import type { Fields } from './compose-client.js';
import { completeMatter } from './matter.js';
import type { RecognisedSource } from './recognised-source.js';
import type { SourceRecord } from './record-source.js';
import { namelessMatter } from './shapes/grouped.js';
import { missingCode } from './shapes/joined.js';
import { namelessBelow } from './shapes/lead-and-children.js';

/** A record as far as it alone can tell: what it gives, and what keeps it from being handed over. */
export interface ReadAlone {
  readonly fields: Fields;
  readonly errors: readonly Issue[];
}

/**
 * Maps one record and judges it by itself, by the rules of its layout's shape. What takes other records to know, such as
 * duplicates or a parent that is not there, is left to staging.
 */
export function readAlone(recognised: RecognisedSource, record: SourceRecord): ReadAlone {
  const { profile, mapper } = recognised;
  const { clients } = profile;
  if (clients.shape === 'one-per-record') return readClient(recognised, record);
  if (clients.shape === 'joined') {
    const isMissing = (column: string) =>
      (record.cells[recognised.indexOf(column)] ?? '').trim() === '';
    if (isMissing(clients.code)) return { fields: [], errors: [missingCode(record, clients)] };
    if (clients.parents.length === 0) return readClient(recognised, record);
    const { fields, findings } = mapper.mapMatter(record);
    return { fields, errors: findings.errors };
  }
  const said = mapper.mapMatter(record);
  const matter = completeMatter(said.fields, clients.matters);
  if (clients.shape === 'lead-and-children') {
    if (!recognised.isContinuation(record))
      return readClient(recognised, record, matter ? said.findings.errors : []);
    const errors = matter ? said.findings.errors : [namelessBelow(record, clients)];
    return { fields: said.fields, errors };
  }
  const nameless = matter ? [] : [namelessMatter(record, clients)];
  return readClient(recognised, record, [...said.findings.errors, ...nameless]);
}

function readClient(
  { mapper }: RecognisedSource,
  record: SourceRecord,
  others: readonly Issue[] = [],
): ReadAlone {
  const { fields, findings } = mapper.mapClient(record);
  return { fields, errors: [...findings.errors, ...others] };
}
