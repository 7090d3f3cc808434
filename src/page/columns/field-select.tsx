import { Loader, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftColumnWire } from '../../web/api/wire.js';
import { LIST_PROPS, searchOr } from '../parts/list-props.js';
import { groupFields } from './field-groups.js';
import type { ChooseField } from './use-choose-field.js';
import { useFields } from './use-fields.js';

/** Fields are any text, so what is chosen is told apart from choosing none by a prefix. */
const NONE = 'none';
const valueOf = (field: string | null): string => (field === null ? NONE : `to ${field}`);
const fieldOf = (value: string): string | null => (value === NONE ? null : value.slice(3));

export interface FieldSelectProps {
  column: DraftColumnWire;
  choose: ChooseField;
}

/** What a column feeds: a contact field, a custom field, or nothing. The choice is saved at once. */
export function FieldSelect({ column, choose }: FieldSelectProps) {
  const { t } = useTranslation('columns');
  const { fields, labelOf } = useFields();
  const [asked, setAsked] = useState<string>();
  const data = useMemo(
    () => [
      { value: NONE, label: t('doNotImport') },
      ...groupFields(fields, column).map((one) => ({
        group: t(`group.${one.group}`),
        items: one.fields.map((field) => ({ value: valueOf(field), label: labelOf(field) })),
      })),
    ],
    [fields, column, labelOf, t],
  );
  const onChange = async (value: string | null): Promise<void> => {
    if (value === null || value === valueOf(column.field)) return;
    setAsked(value);
    await choose(column, fieldOf(value));
    setAsked(undefined);
  };
  return (
    <Select
      {...LIST_PROPS}
      aria-label={t('becomes', { name: column.name })}
      data={data}
      value={asked ?? valueOf(column.field)}
      allowDeselect={false}
      searchable
      filter={searchOr(t('noField'))}
      rightSection={asked === undefined ? undefined : <Loader size={16} />}
      onChange={(value) => void onChange(value)}
    />
  );
}
