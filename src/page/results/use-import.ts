import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ImportWire } from '../../web/api/wire-results.js';
import { useApi } from '../api/api.js';

export interface FollowedImport {
  account: ImportWire | undefined;
  error: unknown;
  /** Looks at it anew, such as after something was begun. */
  again: () => void;
}

/** A stream that ends while the import goes on, such as at a restart of the app, is followed anew after this time. */
const FOLLOW_AGAIN_MS = 2_000;

/** Follows an import live, named by any of its sessions, until nothing changes any more. */
export function useImport(uid: string): FollowedImport {
  const api = useApi();
  const queries = useQueryClient();
  const [account, setAccount] = useState<ImportWire>();
  const [error, setError] = useState<unknown>();
  const [round, setRound] = useState(0);
  const again = (): void => {
    setError(undefined);
    setRound((last) => last + 1);
  };
  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last: ImportWire | undefined;
    api
      .stream<ImportWire>(
        `/api/imports/${encodeURIComponent(uid)}/events`,
        (value) => {
          last = value;
          setAccount(value);
          setError(undefined);
        },
        leaving.signal,
      )
      .then(() => {
        if (last?.outcome == null) timer = setTimeout(again, FOLLOW_AGAIN_MS);
        else {
          void queries.invalidateQueries({ queryKey: ['sessions'] });
          void queries.invalidateQueries({ queryKey: ['clients', uid] });
        }
      })
      .catch((reason: unknown) => {
        if (!leaving.signal.aborted) setError(reason);
      });
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [api, queries, uid, round]);
  return { account, error, again };
}
