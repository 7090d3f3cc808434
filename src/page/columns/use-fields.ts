import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldsWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';

const NONE: FieldsWire = { targets: [], custom: null };
const FRESH_MS = 5 * 60_000;

export interface Fields {
  fields: FieldsWire;
  /** The business's own label of a field, else our words for it; a custom field is its label. */
  labelOf: (field: string) => string;
  isPending: boolean;
}

/** What columns can feed, and what people call it. */
export function useFields(): Fields {
  const api = useApi();
  const { t } = useTranslation('columns');
  const query = useQuery({
    queryKey: ['fields'],
    queryFn: ({ signal }) => api.get<FieldsWire>('/api/fields', signal),
    staleTime: FRESH_MS,
  });
  const fields = query.data ?? NONE;
  const labelOf = useCallback(
    (field: string) => {
      const target = fields.targets.find(({ key }) => key === field);
      if (!target) return field;
      return target.label ?? t(`target.${field}`, { defaultValue: target.meaning });
    },
    [fields, t],
  );
  return { fields, labelOf, isPending: query.isPending };
}
