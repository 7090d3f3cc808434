import { useTranslation } from 'react-i18next';
import type { DraftSourceWire } from '../../web/api/wire.js';

/** Delimiters that have a name; any other is shown as it is. */
const NAMED: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};

/** Gives how a table was read, in words: encoding, delimiter, header line. */
export function useReadingWords(): (source: DraftSourceWire) => string {
  const { t } = useTranslation('file');
  return ({ form, encoding, delimiter, header_line: line }) => {
    const header = line === 0 ? t('reading.noHeader') : t('reading.headerAt', { line });
    if (form === 'vcard') return encoding.toUpperCase();
    if (form === 'xlsx') return header;
    const name = delimiter === null ? undefined : NAMED[delimiter];
    const separated = name === undefined ? (delimiter ?? '') : t(`delimiter.${name}`);
    return [encoding.toUpperCase(), separated, header].filter((word) => word !== '').join(' · ');
  };
}
