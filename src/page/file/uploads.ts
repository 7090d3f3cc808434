import { type Api, ApiError } from '../api/api.js';
import { createWatched, type Watched } from '../api/watched.js';
import type { DraftWire } from '../../web/api/wire.js';

/** A file on its way into a draft. */
export interface Upload {
  id: number;
  draftUid: string;
  name: string;
  bytes: number;
  /** `reading`: all bytes are there, and the app looks into them. */
  state: 'waiting' | 'sending' | 'reading' | 'failed';
  /** From 0 to 1. */
  share: number;
  error: unknown;
}

export interface UploadOrder {
  draftUid: string;
  files: readonly File[];
  /** The most that the app takes; larger ones fail at once rather than at the end. */
  maxBytes: number;
  onDraft: (draft: DraftWire) => void;
}

/** Uploads outlive the view that began them: the first file makes the draft, and the view changes to it meanwhile. */
export interface Uploads {
  list: Watched<readonly Upload[]>;
  /** Sends files one after the other; each answer is the draft with its new file. */
  add: (order: UploadOrder) => void;
  /** Stops an upload, or takes a failed one off the list. */
  drop: (id: number) => void;
}

export function createUploads(api: Pick<Api, 'upload'>): Uploads {
  const list = createWatched<readonly Upload[]>([]);
  const stops = new Map<number, AbortController>();
  let count = 0;
  let last = Promise.resolve();

  const change = (id: number, part: Partial<Upload>): void => {
    list.set(list.get().map((upload) => (upload.id === id ? { ...upload, ...part } : upload)));
  };
  const drop = (id: number): void => {
    stops.get(id)?.abort();
    stops.delete(id);
    list.set(list.get().filter((upload) => upload.id !== id));
  };

  async function send(id: number, file: File, order: UploadOrder): Promise<void> {
    const stop = stops.get(id);
    if (!stop) return;
    try {
      change(id, { state: 'sending' });
      const onProgress = (share: number): void => {
        change(id, { share, state: share < 1 ? 'sending' : 'reading' });
      };
      const path = `/api/drafts/${order.draftUid}/files`;
      order.onDraft(await api.upload<DraftWire>(path, file, onProgress, stop.signal));
      drop(id);
    } catch (error) {
      if (!stop.signal.aborted) change(id, { state: 'failed', error });
    }
  }

  return {
    list,
    drop,
    add: (order) => {
      for (const file of order.files) {
        const id = ++count;
        const { draftUid } = order;
        const upload = { id, draftUid, name: file.name, bytes: file.size, share: 0 };
        if (file.size > order.maxBytes) {
          list.set([...list.get(), { ...upload, state: 'failed', error: tooLarge(file.name) }]);
          continue;
        }
        stops.set(id, new AbortController());
        list.set([...list.get(), { ...upload, state: 'waiting', error: undefined }]);
        last = last.then(() => send(id, file, order));
      }
    },
  };
}

function tooLarge(name: string): ApiError {
  return new ApiError('file_too_large', 413, `"${name}" is larger than the app takes.`);
}
