import type { DraftWire } from '../web/api/wire.js';

/** What each of the steps Columns and Check gets from the shell. */
export interface DraftStepProps {
  draft: DraftWire;
  /** Tells the shell of the draft as the server answered it; the shell hands it to every step. */
  onDraft: (draft: DraftWire) => void;
  onNext: () => void;
  onBack: () => void;
}
