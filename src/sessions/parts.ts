import { MAX_CLIENTS_PER_SESSION, type Session } from './session.js';

/** Which clients of a batch one session hands over. */
export type Part = Pick<Session, 'part' | 'parts' | 'firstSeq' | 'lastSeq'>;

/** In how many sessions so many clients go over (intandem-contract section 2, "Limits and effects"; promises R38). */
export const countParts = (clients: number, most = MAX_CLIENTS_PER_SESSION): number =>
  Math.max(1, Math.ceil(clients / most));

/** The part that an import of so many clients begins with. */
export const firstPart = (clients: number, most = MAX_CLIENTS_PER_SESSION): Part => ({
  part: 1,
  parts: countParts(clients, most),
  firstSeq: 1,
  lastSeq: Math.min(clients, most),
});

/** The part after that of a session: as large as it, or what is left of `clients`. Undefined after the last one. */
export function partAfter(session: Part, clients: number): Part | undefined {
  const { part, parts, firstSeq, lastSeq } = session;
  if (part >= parts) return undefined;
  const size = lastSeq - firstSeq + 1;
  return {
    part: part + 1,
    parts,
    firstSeq: lastSeq + 1,
    lastSeq: Math.min(lastSeq + size, clients),
  };
}

/** The part of a session itself, to be handed over once more. */
export const samePart = ({ part, parts, firstSeq, lastSeq }: Part): Part => ({
  part,
  parts,
  firstSeq,
  lastSeq,
});
