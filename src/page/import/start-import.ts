import type {
  SessionRequestWire,
  SessionStartedWire,
  SessionsWire,
  SessionWire,
} from '../../web/api/wire.js';
import { ApiError, type Api } from '../api/api.js';

/** After these the CRM may have begun to import although we were not told so. */
const UNSURE_CODES: ReadonlySet<string> = new Set(['host_unclear', 'unreachable', 'internal']);

/**
 * Asks the app to begin an import and gives the uid of its session, also of one that began although the answer was unclear.
 * Throws what the app refuses with.
 */
export async function startImport(
  api: Pick<Api, 'post' | 'get'>,
  request: SessionRequestWire,
): Promise<string> {
  try {
    const { session } = await api.post<SessionStartedWire>('/api/sessions', request);
    return session.uid;
  } catch (error) {
    if (!(error instanceof ApiError) || !UNSURE_CODES.has(error.code)) throw error;
    const begun = await findRunning(api, request.batch_uid).catch(() => undefined);
    if (!begun) throw error;
    return begun.uid;
  }
}

/** The session that is not over yet, of one batch or of any; there is at most one for a business. */
export async function findRunning(
  api: Pick<Api, 'get'>,
  batchUid?: string,
): Promise<SessionWire | undefined> {
  const { sessions } = await api.get<SessionsWire>('/api/sessions');
  return sessions.find(
    ({ outcome, batch_uid: uid }) => outcome === null && (batchUid ?? uid) === uid,
  );
}

/** The CRM's own words in our sentence about its refusal, else that sentence. */
export function reasonIn(message: string): string {
  return /: "(.+)"\.$/s.exec(message)?.[1] ?? message;
}
