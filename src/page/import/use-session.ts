import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SessionWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';

interface Followed {
  session: SessionWire | undefined;
  error: unknown;
  /** Takes a session as an answer told it, until the stream tells more. */
  take: (session: SessionWire) => void;
  retry: () => void;
}

/** A stream that ends while the import goes on, such as at a restart of the app, is followed anew after this time. */
const FOLLOW_AGAIN_MS = 2_000;

/** Follows a session live until it is over. */
export function useSession(uid: string): Followed {
  const api = useApi();
  const queries = useQueryClient();
  const [session, setSession] = useState<SessionWire>();
  const [error, setError] = useState<unknown>();
  const [round, setRound] = useState(0);
  const again = (): void => {
    setRound((last) => last + 1);
  };
  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last: SessionWire | undefined;
    api
      .stream<SessionWire>(
        `/api/sessions/${encodeURIComponent(uid)}/events`,
        (value) => {
          last = value;
          setSession(value);
          setError(undefined);
        },
        leaving.signal,
      )
      .then(() => {
        if (last?.outcome == null) timer = setTimeout(again, FOLLOW_AGAIN_MS);
        else void queries.invalidateQueries({ queryKey: ['sessions'] });
      })
      .catch((reason: unknown) => {
        if (!leaving.signal.aborted) setError(reason);
      });
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [api, queries, uid, round]);
  return {
    session,
    error,
    take: setSession,
    retry: () => {
      setError(undefined);
      again();
    },
  };
}
