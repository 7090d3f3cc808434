import { importTagOf } from './apply-page.js';
import type { CrmClient } from './client-row.js';
import type { FailedClient, ImportAccount } from './import-store.js';
import type { ClientView } from './pages/client-page.js';
import type { ClientLine } from './pages/clients-page.js';
import { dayAndTime, type ImportLine } from './pages/imports-page.js';
import { SYSTEM_FIELDS, type CrmField } from './system-fields.js';

/** A client as the list shows it. */
export function viewLine({ id, system, tags, externalId }: CrmClient): ClientLine {
  const { email, phone, status } = system;
  return { id, name: nameOf(system), email, phone, status, tags, externalId };
}

/** A client as its own page shows it: every field of the business, whether it has a value or not. */
export function viewClient(client: CrmClient, fields: readonly CrmField[]): ClientView {
  const { system, custom } = client;
  return {
    name: nameOf(system),
    fields: [
      ...SYSTEM_FIELDS.map(({ key, label }) => [label, system[key]] as const),
      ...fields
        .filter((field) => !field.isSystem)
        .map(({ id, label }) => [label, custom[id]] as const),
      ['External ID', client.externalId],
      ['Source', client.source],
      ['Added', dayAndTime(client.createdAt)],
      ['Changed', dayAndTime(client.updatedAt)],
    ],
    tags: client.tags,
    matters: client.matters.map((matter) => JSON.stringify(matter, null, 2)),
  };
}

/** An import as the list shows it, with some of those that failed. */
export function viewImport(
  account: ImportAccount,
  failedClients: readonly FailedClient[],
): ImportLine {
  const { state, created, updated, skipped, failed, reason } = account;
  const ignored = account.ignored_fields;
  const remarks = [
    ...(reason === null ? [] : [reason]),
    ...(ignored.length === 0 ? [] : [`Fields that nobody knows here: ${ignored.join(', ')}`]),
    ...(account.faults_played.length === 0
      ? []
      : [`Misbehaved: ${account.faults_played.join(', ')}`]),
  ];
  const startedAt = account.started_at;
  const tag = importTagOf(startedAt);
  const failures = failedClients.map(({ external_id, ...failure }) => {
    return { ...failure, externalId: external_id };
  });
  return { startedAt, state, created, updated, skipped, failed, failures, remarks, tag };
}

const nameOf = ({ first_name, last_name }: CrmClient['system']) =>
  [first_name, last_name].filter((part) => part !== undefined).join(' ');
