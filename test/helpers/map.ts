import { getProfile, loadProfiles } from '../../src/profiles/load-profiles.js';
import type { MappingFile } from '../../src/profiles/mapping.js';
import { recognise } from '../../src/profiles/recognise.js';
import { createRecordMapper, type MappedClient } from '../../src/staging/map-record.js';
import { presentClient } from '../../src/staging/present-client.js';
import type { Reading } from '../../src/staging/reading.js';

export const PROFILES = loadProfiles();
export const CLIENTS = getProfile(PROFILES, 'clients');

export interface MapOptions {
  columns?: MappingFile['columns'];
  reading?: Partial<Reading>;
  /** Further records of the table, besides the one that is mapped. */
  sample?: string[][];
}

/** Maps one record of a plain list, as staging would. */
export function mapOne(header: string[], cells: string[], options: MapOptions = {}): MappedClient {
  const records = [cells, ...(options.sample ?? [])].map((one, at) => ({
    number: at + 1,
    line: at + 2,
    cells: one,
  }));
  const { columns } = recognise({ header, sample: records }, PROFILES, {
    wanted: 'clients',
    mapping: { columns: options.columns ?? {} },
  });
  const mapper = createRecordMapper({
    columns,
    sample: records,
    defaults: {},
    reading: { region: undefined, zone: 'UTC', dateOrder: undefined, ...options.reading },
    customFields: [],
    values: [],
  });
  return mapper.mapClient({ number: 1, line: 2, cells });
}

/** The JSON text that is served for it. */
export function jsonOf({ fields }: MappedClient): string {
  const [text = ''] = presentClient(fields, [], { form: 'notes', key: '', term: '' }).texts;
  return text;
}

export const codesOf = (issues: readonly { code: string }[]): string[] =>
  issues.map(({ code }) => code);
