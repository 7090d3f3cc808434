import type { MeWire } from '../web/api/wire.js';
import { AppBatch } from './app-batch.js';
import { AppDraft } from './app-draft.js';
import { HistoryView, SessionView } from './app-steps.js';
import { go, type Place } from './app-place.js';
import { FileStart } from './file/file-start.js';

const toStart = (): void => {
  go({ at: 'start' });
};
const toHistory = (): void => {
  go({ at: 'history' });
};
const toSession = (uid: string): void => {
  go({ at: 'session', uid });
};

/** The content of one place. */
export function AppBody({ me, place }: { me: MeWire; place: Place }) {
  switch (place.at) {
    case 'start':
      return <FileStart me={me} />;
    case 'draft':
      return <AppDraft key={place.uid} me={me} uid={place.uid} step={place.step} />;
    case 'batch':
      return <AppBatch uid={place.uid} onStarted={toSession} onBack={toStart} />;
    case 'session':
      return (
        <SessionView
          key={place.uid}
          sessionUid={place.uid}
          onSession={toSession}
          onNew={toStart}
          onHistory={toHistory}
        />
      );
    case 'history':
      return <HistoryView onSession={toSession} onNew={toStart} />;
  }
}
