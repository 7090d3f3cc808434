import type { SessionWire } from '../../web/api/wire.js';

/** Numbers that add up to the last one. */
export interface Sum<Name extends string> {
  parts: readonly { name: Name; count: number }[];
  total: { name: Name; count: number };
}

export type RecordsLine = 'accepted' | 'merged' | 'rejected' | 'outside' | 'records';
export type HandOverLine = 'done' | 'remaining' | 'clients';

/** Where every record of the files went; what is not there at all has no line, accepted ones always have. */
export function sumRecords({ account }: Pick<SessionWire, 'account'>): Sum<RecordsLine> {
  const { records, accepted, merged, rejected } = account;
  const outside = records - accepted - merged - rejected;
  const others = [
    { name: 'merged', count: merged },
    { name: 'rejected', count: rejected },
    { name: 'outside', count: outside },
  ] as const;
  return {
    parts: [{ name: 'accepted', count: accepted }, ...others.filter(({ count }) => count !== 0)],
    total: { name: 'records', count: records },
  };
}

/** How many of the clients have gone over to the CRM. */
export function sumHandOver({ account }: Pick<SessionWire, 'account'>): Sum<HandOverLine> {
  const { clients, handed_over: done } = account;
  return {
    parts: [
      { name: 'done', count: done },
      { name: 'remaining', count: clients - done },
    ],
    total: { name: 'clients', count: clients },
  };
}
