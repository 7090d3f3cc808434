import { useTranslation } from 'react-i18next';
import type { SessionWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';

export interface HistoryProps {
  sessions: readonly SessionWire[];
  /** Who looks at it; undefined when that is not known yet. */
  staffUid: string | undefined;
  onSession: (sessionUid: string) => void;
}

/** What is written about one import in the history. */
export interface HistoryRow {
  when: string;
  who: string;
  /** Id of another staff member, whose name is not known. */
  staffId: string | undefined;
  /** Name of the first file; it may be written in another direction than the rest. */
  file: string;
  /** How many others there are, in words; empty when there is none. */
  others: string;
  handedOver: string;
  rejected: string;
}

/** Gives the words for one import in the language in use. */
export function useHistoryRow(staffUid: string | undefined): (session: SessionWire) => HistoryRow {
  const { t } = useTranslation('history');
  const format = useFormat();
  const whoIs = (uid: string | null): Pick<HistoryRow, 'who' | 'staffId'> => {
    if (uid === null) return { who: t('someone'), staffId: undefined };
    if (uid === staffUid) return { who: t('you'), staffId: undefined };
    return { who: t('colleague'), staffId: uid };
  };
  return (session) => ({
    when: format.dateTime(session.created_at),
    ...whoIs(session.staff_uid),
    file: session.files[0] ?? t('gone'),
    others: session.files.length > 1 ? t('moreFiles', { count: session.files.length - 1 }) : '',
    handedOver: t('share', { done: session.done, total: session.account.clients }),
    rejected: format.count(session.failed),
  });
}
