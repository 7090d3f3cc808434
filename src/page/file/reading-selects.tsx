import { Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire, DraftWire } from '../../web/api/wire.js';
import { DELIMITERS, ENCODINGS } from './encodings.js';
import { kindOf } from './file-kind.js';
import type { ReadChoice } from './use-careful-change.js';

export interface ReadingSelectsProps {
  file: DraftWire['files'][number];
  /** Undefined when the file could not be read as it is. */
  source: DraftSourceWire | undefined;
  onChange: (part: ReadChoice) => void;
}

/** Encoding, delimiter and sheet, each found by itself unless chosen. */
export function ReadingSelects({ file, source, onChange }: ReadingSelectsProps) {
  const { t } = useTranslation('file');
  const form = source?.form ?? kindOf(file.name);
  const itself = (found: string | null | undefined) => ({
    value: '',
    label: found ? t('reading.itself', { found }) : t('reading.itselfOnly'),
  });
  const foundDelimiter = DELIMITERS.find(({ value }) => value === source?.delimiter);
  const delimiter = foundDelimiter ? t(`delimiter.${foundDelimiter.name}`) : source?.delimiter;
  return (
    <Group grow preventGrowOverflow={false} align="flex-start">
      {form !== 'xlsx' && (
        <Select
          label={t('reading.encoding')}
          description={t('reading.encodingText')}
          inputWrapperOrder={['label', 'input', 'description']}
          searchable
          allowDeselect={false}
          data={[itself(source?.encoding), ...ENCODINGS]}
          value={file.read.encoding ?? ''}
          onChange={(value) => {
            onChange({ encoding: value || null });
          }}
        />
      )}
      {form !== 'xlsx' && form !== 'vcard' && (
        <Select
          label={t('reading.delimiter')}
          allowDeselect={false}
          data={[
            itself(delimiter),
            ...DELIMITERS.map(({ value, name }) => ({ value, label: t(`delimiter.${name}`) })),
          ]}
          value={file.read.delimiter ?? ''}
          onChange={(value) => {
            onChange({ delimiter: value || null });
          }}
        />
      )}
      {file.sheets.length > 1 && (
        <Select
          label={t('reading.sheet')}
          allowDeselect={false}
          data={file.sheets}
          placeholder={t('reading.sheetNone')}
          value={file.read.sheet ?? sheetFound(file, source)}
          onChange={(sheet) => {
            onChange({ sheet });
          }}
        />
      )}
    </Group>
  );
}

/** The sheet that was found by itself; a table of a workbook has its sheet's name below that of the file. */
function sheetFound({ name, sheets }: ReadingSelectsProps['file'], source?: DraftSourceWire) {
  return sheets.find((sheet) => source?.name === `${name}/${sheet}`) ?? null;
}
