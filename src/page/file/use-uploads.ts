import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { MeWire } from '../../web/api/wire.js';
import { keepNewest } from '../api/keep-newest.js';
import { useServices } from '../app-services.js';
import type { Upload } from './uploads.js';

/** The uploads into one draft, and how to begin and stop them. */
export function useUploads(me: MeWire): {
  uploads: readonly Upload[];
  add: (draftUid: string, files: readonly File[]) => void;
  drop: (id: number) => void;
} {
  const { uploads } = useServices();
  const queries = useQueryClient();
  const list = useSyncExternalStore(uploads.list.subscribe, uploads.list.get);
  const add = useCallback(
    (draftUid: string, files: readonly File[]) => {
      uploads.add({
        draftUid,
        files,
        maxBytes: me.limits.upload_bytes,
        onDraft: (draft) => {
          keepNewest(queries, draft);
        },
      });
    },
    [uploads, queries, me.limits.upload_bytes],
  );
  return { uploads: list, add, drop: uploads.drop };
}
