import type { ClientsShape } from '../profiles/profile.js';
import type { Assembler, AssemblySink } from './assembling.js';
import { oddityIssue } from './oddity-issue.js';
import type { RecognisedSource } from './recognised-source.js';
import type { RecordSpool } from './record-spool.js';
import { assembleGrouped } from './shapes/grouped.js';
import { assembleJoined } from './shapes/joined.js';
import { assembleLeadAndChildren } from './shapes/lead-and-children.js';
import { assembleOnePerRecord } from './shapes/one-per-record.js';

/** Opens a spool; those who ask close none, the staging closes them all. */
export type OpenSpool = () => RecordSpool;

/**
 * One assembler over all files: each record goes to that of its layout's shape, files of one family to the same one. Rows
 * that are no records of their table are rejected here.
 */
export function assembleRecords(
  all: readonly RecognisedSource[],
  sink: AssemblySink,
  openSpool: OpenSpool,
): Assembler {
  const byGroup = new Map<string, Assembler>();
  const assemblers = new Map<RecognisedSource, Assembler>();
  for (const recognised of all) {
    const { profile } = recognised;
    const group = groupOf(profile.name, profile.clients);
    const assembler = byGroup.get(group) ?? createAssembler(profile.clients, sink, openSpool);
    byGroup.set(group, assembler);
    assemblers.set(recognised, assembler);
  }
  return {
    take(taken) {
      const oddity = oddityIssue(taken);
      if (oddity) sink.reject(taken, [oddity]);
      else assemblers.get(taken.recognised)?.take(taken);
    },
    async end() {
      for (const assembler of byGroup.values()) await assembler.end();
    },
  };
}

function groupOf(profile: string, clients: ClientsShape): string {
  return clients.shape === 'joined' ? `family ${clients.family}` : `profile ${profile}`;
}

function createAssembler(
  clients: ClientsShape,
  sink: AssemblySink,
  openSpool: OpenSpool,
): Assembler {
  switch (clients.shape) {
    case 'one-per-record':
      return assembleOnePerRecord(sink);
    case 'lead-and-children':
      return assembleLeadAndChildren(clients, sink);
    case 'grouped':
      return assembleGrouped(clients, openSpool(), sink);
    case 'joined':
      return assembleJoined(openSpool(), sink);
  }
}
