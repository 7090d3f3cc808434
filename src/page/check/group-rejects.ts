import type { DraftRejectsWire, DraftRejectWire } from '../../web/api/wire.js';

export interface RejectGroup {
  source: string;
  columns: string[];
  rejects: DraftRejectWire[];
}

/** The rejects of one page by the table that they come from, each with its header. */
export function groupRejects({ rejects, headers }: DraftRejectsWire): RejectGroup[] {
  const columnsOf = new Map(headers.map(({ source, columns }) => [source, columns]));
  const groups = new Map<string, RejectGroup>();
  for (const reject of rejects) {
    const { source } = reject;
    const group = groups.get(source) ?? {
      source,
      columns: columnsOf.get(source) ?? [],
      rejects: [],
    };
    group.rejects.push(reject);
    groups.set(source, group);
  }
  return [...groups.values()];
}
