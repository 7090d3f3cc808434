import type { Assembler, AssemblySink } from '../assembling.js';
import type { MappedClient } from '../map-record.js';
import type { WrittenClient } from '../packed-clients.js';
import type { Taken } from '../walk-slice.js';

/** Every record is a client. */
export function assembleOnePerRecord(sink: AssemblySink): Assembler {
  return {
    take(taken) {
      const client = taken.recognised.mapper.mapClient(taken.record);
      settle(taken, client, sink);
    },
    end: () => Promise.resolve(),
  };
}

/** Accepts or rejects a record that is a client by itself. */
export function settle(
  taken: Taken,
  client: MappedClient | WrittenClient,
  sink: AssemblySink,
): void {
  const { errors, warnings, unmatched } = client.findings;
  if (unmatched.length > 0) sink.noteUnmatched(unmatched);
  if (errors.length > 0) {
    sink.reject(taken, errors);
    return;
  }
  const presented = 'presented' in client ? client.presented : undefined;
  sink.accept({
    lead: taken,
    client,
    matters: [],
    term: undefined,
    members: [],
    warnings,
    presented,
  });
}
