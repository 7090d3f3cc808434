/** How an import ended, in one word. What became of the clients in the CRM only the CRM can say. */
export type Outcome = 'success' | 'issues' | 'failure';

export interface OutcomeFacts {
  clients: number;
  handedOver: number;
  rejected: number;
  troubledPolls: number;
}

/** `failure`: not all clients were handed over; `issues`: all, but records were rejected or polls troubled; else `success`. */
export function outcomeOf(facts: OutcomeFacts): Outcome {
  if (facts.handedOver < facts.clients) return 'failure';
  return facts.rejected > 0 || facts.troubledPolls > 0 ? 'issues' : 'success';
}
