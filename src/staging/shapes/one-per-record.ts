import type { Assembler, AssemblySink } from '../assembling.js';

/** Every record is a client. */
export function assembleOnePerRecord(sink: AssemblySink): Assembler {
  return {
    take(taken) {
      const client = taken.recognised.mapper.mapClient(taken.record);
      const { errors, warnings, unmatched } = client.findings;
      if (unmatched.length > 0) sink.noteUnmatched(unmatched);
      if (errors.length > 0) sink.reject(taken, errors);
      else
        sink.accept({ lead: taken, client, matters: [], term: undefined, members: [], warnings });
    },
    end: () => Promise.resolve(),
  };
}
