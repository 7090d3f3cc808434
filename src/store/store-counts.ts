/** What a store holds, in numbers for the metrics: no ids of anybody, and nothing that grows with the clients. */
export interface StoreCounts {
  /** By state as stored. */
  sessions: { state: string; count: number }[];
  /** `open`: a session is open. `handed_over`: the last part is closed. `unfinished`: neither. */
  imports: { outcome: string; count: number }[];
  /** Rejected records of the batches that are kept, by the code of their first issue. */
  rejects: { code: string; count: number }[];
  jobs: { kind: string; state: string; count: number }[];
  notices: { channel: string; state: string; count: number }[];
}
