import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldsCreatedWire, PreflightWire } from '../../web/api/wire-results.js';
import { useApi } from '../api/api.js';
import { Confirm } from '../parts/confirm.js';
import { useMe } from '../use-me.js';
import { preflightKey } from './use-preflight.js';

export interface CreateFieldsProps {
  batchUid: string;
  fields: PreflightWire['missing_fields'];
}

/** Offers to create fields in the CRM that the list has and the CRM has not; administrators only, and only on their word. */
export function CreateFields({ batchUid, fields }: CreateFieldsProps) {
  const { t } = useTranslation('results');
  const me = useMe();
  const id = useId();
  const [left, setLeft] = useState<ReadonlySet<string>>(
    new Set(fields.filter(({ advised }) => !advised).map(({ key }) => key)),
  );
  const [isAsking, { open, close }] = useDisclosure(false);
  const keys = fields.map(({ key }) => key).filter((key) => !left.has(key));
  const create = useCreate(batchUid, keys, close);
  const isAdmin = me?.role === 'admin';
  return (
    <section aria-labelledby={id}>
      <Stack gap="sm" align="flex-start">
        <Text fw={600} size="sm" id={id}>
          {t('fields.title')}
        </Text>
        <Text size="sm">{t(textFor(fields, isAdmin))}</Text>
        <Stack gap={6}>
          {fields.map(({ key, label, type }) => (
            <Checkbox
              key={key}
              label={<FieldName label={label} type={type} />}
              disabled={!isAdmin}
              checked={!left.has(key)}
              onChange={() => {
                setLeft(toggled(left, key));
              }}
            />
          ))}
        </Stack>
        {isAdmin && (
          <Button
            size="sm"
            disabled={keys.length === 0}
            onClick={() => {
              create.reset();
              open();
            }}
          >
            {t('fields.create', { number: keys.length })}
          </Button>
        )}
      </Stack>
      <Confirm
        isOpen={isAsking}
        title={t('fields.confirmTitle')}
        text={t('fields.confirmText')}
        confirm={t('fields.confirm')}
        isBusy={create.isPending}
        error={create.error}
        onConfirm={() => {
          create.mutate();
        }}
        onClose={close}
      />
    </section>
  );
}

/** An id goes over without a field of its own, so nothing is lost without it. */
function textFor(fields: CreateFieldsProps['fields'], isAdmin: boolean): string {
  if (!fields.some(({ advised }) => advised)) return 'fields.optional';
  return isAdmin ? 'fields.text' : 'fields.askAdmin';
}

function FieldName({ label, type }: { label: string; type: string }) {
  const { t } = useTranslation('results');
  return (
    <>
      <bdi>{label}</bdi> ({t(`fields.type.${type}`, { defaultValue: type })})
    </>
  );
}

function useCreate(batchUid: string, keys: readonly string[], onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      api.post<FieldsCreatedWire>(`/api/batches/${encodeURIComponent(batchUid)}/fields`, { keys }),
    onSuccess: onDone,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: preflightKey(batchUid) }),
        queries.invalidateQueries({ queryKey: ['plan', batchUid] }),
      ]),
  });
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const changed = new Set(keys);
  if (!changed.delete(key)) changed.add(key);
  return changed;
}
