import { useTranslation } from 'react-i18next';
import type { ImportBriefWire } from '../../web/api/wire-results.js';
import { useFormat } from '../format.js';
import { arrivedOf, awaitedOf } from '../results/result-lines.js';

export interface HistoryProps {
  imports: readonly ImportBriefWire[];
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
  /** What became of the clients that were handed over, in words; empty when nothing was. */
  results: string;
  /** Until when the list is kept, in words; empty when that is not known or it is gone. */
  kept: string;
}

/** Gives the words for one import in the language in use. */
export function useHistoryRow(staffUid: string | undefined): (one: ImportBriefWire) => HistoryRow {
  const { t } = useTranslation(['history', 'results']);
  const format = useFormat();
  const whoIs = (uid: string | null): Pick<HistoryRow, 'who' | 'staffId'> => {
    if (uid === null) return { who: t('someone'), staffId: undefined };
    if (uid === staffUid) return { who: t('you'), staffId: undefined };
    return { who: t('colleague'), staffId: uid };
  };
  const resultsOf = (one: ImportBriefWire): string => {
    const { results, handed_over: handedOver, taken_back: takenBack } = one;
    if (handedOver === 0) return '';
    const { failed } = results;
    const unknown = awaitedOf(one);
    return [
      t('results:history.arrived', { number: Math.max(0, arrivedOf(results) - takenBack) }),
      takenBack > 0 && `${t('results:undo.line.deleted')}: ${format.count(takenBack)}`,
      failed > 0 && t('results:history.failed', { number: failed }),
      unknown > 0 && t('results:history.unknown', { number: unknown }),
    ]
      .filter(Boolean)
      .join(' · ');
  };
  return (one) => ({
    when: format.dateTime(one.created_at),
    ...whoIs(one.staff_uid),
    file: one.files[0] ?? t('gone'),
    others: one.files.length > 1 ? t('moreFiles', { count: one.files.length - 1 }) : '',
    handedOver: t('share', { done: one.handed_over, total: one.clients }),
    rejected: format.count(one.rejected),
    results: resultsOf(one),
    kept:
      one.kept_until === null
        ? ''
        : t('results:history.kept', { date: format.date(one.kept_until) }),
  });
}
