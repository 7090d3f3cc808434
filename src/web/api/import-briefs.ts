import type { Session } from '../../sessions/session.js';
import type { ApiDeps } from './api-deps.js';
import { gatherFrom, isSettled } from './import-facts.js';
import { presentImportBrief } from './present-import.js';
import type { ImportBriefWire } from './wire-results.js';

const MOST_KEPT = 500;
const GOOD_FOR_MS = 60_000;

interface Kept {
  untilMs: number;
  brief: ImportBriefWire;
}

/**
 * Gives the short account of the import of a session. Those of imports that nothing changes any more are kept for a minute, since
 * the history asks for many again and again.
 */
export function createImportBriefs(deps: ApiDeps): (session: Session) => Promise<ImportBriefWire> {
  const kept = new Map<string, Kept>();
  return async (session) => {
    const key = `${session.id} ${session.version}`;
    const known = kept.get(key);
    const nowMs = deps.now().getTime();
    if (known && known.untilMs > nowMs) return known.brief;
    const facts = await gatherFrom(deps, session);
    const brief = presentImportBrief(facts);
    kept.delete(key);
    if (isSettled(facts, deps)) kept.set(key, { untilMs: nowMs + GOOD_FOR_MS, brief });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return brief;
  };
}
