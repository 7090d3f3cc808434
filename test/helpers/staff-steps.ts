import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import type { Locator } from 'playwright-core';
import { OWNER, signInText, type CrmHouse, type Desk } from './crm-house.js';

/** A list of made-up clients of whom every `badEvery`-th has no name. */
export function writeClients(house: CrmHouse, clients: number, badEvery = Infinity): string {
  const path = join(house.folder, `clients-${clients}.csv`);
  const rows = Array.from({ length: clients }, (_, at) => {
    const n = at + 1;
    const name = n % badEvery === 0 ? '' : 'Mira';
    return `${String(n).padStart(6, '0')},${name},Okafor,client${n}@example.org,+4420794600${String(n % 100).padStart(2, '0')}`;
  });
  writeFileSync(path, ['Customer no.,First name,Last name,Email,Phone', ...rows].join('\n'));
  return path;
}

/** Brings a file and waits until it was understood. */
export async function bring(desk: Desk, path: string | string[]): Promise<void> {
  await desk.app.locator('input[type=file]').first().setInputFiles(path);
  const onwards = button(desk, 'file:onwards.toColumns').or(button(desk, 'file:onwards.toCheck'));
  await onwards.click({ trial: true });
}

/** A button by the key of its text. */
export const button = ({ app, say }: Desk, key: string, values: Record<string, unknown> = {}) =>
  app.getByRole('button', { name: say(key, values), exact: true });

/** The button that leads to the CRM's window. */
export const signInButton = ({ app, say, crm }: Desk) =>
  app.getByRole('button', { name: signInText(say, crm) });

/** A heading by the key of its text. */
export const heading = ({ app, say }: Desk, key: string) =>
  app.getByRole('heading', { name: say(key), exact: true });

/** Goes from the files to the result of the check. */
export async function check(desk: Desk): Promise<void> {
  await button(desk, 'file:onwards.toColumns').click();
  await heading(desk, 'columns:title').waitFor();
  await button(desk, 'columns:next').click();
  await resultOf(desk).waitFor();
}

const resultOf = ({ app, say }: Desk): Locator =>
  app.getByRole('region', { name: say('check:summary.label') });

/** Waits until the result of the check shows these numbers. */
export async function expectFigures(
  desk: Desk,
  { ready, aside }: { ready: string; aside: string },
): Promise<void> {
  await resultOf(desk).getByText(ready, { exact: true }).waitFor();
  await resultOf(desk).getByText(aside, { exact: true }).waitFor();
}

/** Corrects a cell of a record in place and waits until the server has found the record fine. */
export async function correct(
  { app, say }: Desk,
  { column, line }: { column: string; line: number },
  value: string,
): Promise<void> {
  const name = say('check:cell.name', { column, line });
  const cell = app.getByRole('button', { name });
  const row = app.getByRole('row').filter({ has: cell });
  const done = app
    .getByRole('row')
    .filter({ hasText: value })
    .filter({ hasText: say('check:willBeImported') });
  const before = await done.count();
  await row.getByRole('button', { name }).click();
  await app.getByRole('textbox', { name }).fill(value);
  await app.getByRole('textbox', { name }).press('Enter');
  await done.nth(before).waitFor();
}

/** The button that begins the import. */
export const importButton = (desk: Desk, count: number) => button(desk, 'import:start', { count });

/** All clients of the shop, as its CRM has them. */
export async function listCrmClients({
  crm,
}: CrmHouse): Promise<{ first_name: string; email: string | null }[]> {
  const all: { first_name: string; email: string | null }[] = [];
  for (let page = 1; ; page++) {
    const answer = await axios.get<{ data: { clients: typeof all } }>(
      `${crm.url}/platform/v1/clients`,
      {
        params: { page, per_page: 100 },
        headers: { authorization: `Bearer ${OWNER.token}` },
        proxy: false,
      },
    );
    assert.equal(answer.status, 200);
    all.push(...answer.data.data.clients);
    if (answer.data.data.clients.length < 100) return all;
  }
}
