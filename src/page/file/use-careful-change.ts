import { useState } from 'react';
import type { DraftWire } from '../../web/api/wire.js';
import type { useDraftChange } from './use-draft-change.js';

export type ReadChoice = DraftWire['files'][number]['read'];

/** Changes how a file is read; while cells of the draft are corrected, it waits until a person has said yes. */
export function useCarefulChange(
  { corrections }: Pick<DraftWire, 'corrections'>,
  file: DraftWire['files'][number],
  change: ReturnType<typeof useDraftChange>,
) {
  const [asked, setAsked] = useState<ReadChoice>();
  const make = (part: ReadChoice): void => {
    change.mutate({ files: [{ uid: file.uid, read: { ...file.read, ...part } }] });
  };
  return {
    isAsking: asked !== undefined,
    onChange: corrections.total > 0 ? setAsked : make,
    onYes: () => {
      if (asked) make(asked);
      setAsked(undefined);
    },
    onNo: () => {
      setAsked(undefined);
    },
  };
}
