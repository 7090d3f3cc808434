import { composeAddress } from '../values/address.js';
import { combineConsent, readConsent } from '../values/consent.js';
import { splitFullName } from '../values/split-name.js';
import type { ClientDraft } from './client-draft.js';
import type { Value } from './column-reader.js';
import type { Findings } from './issue.js';

/** Keys and values in serving order. */
export type Fields = readonly (readonly [key: string, value: Value])[];

export interface ComposeOptions {
  /** The business's country, for addresses that name none. */
  readonly region: string | undefined;
  /** The column that feeds the name, for the message when it is missing. */
  readonly nameColumn: string | undefined;
}

/**
 * Builds a client's host fields from its parts (`profiles/targets.ts`): names split or joined, the address in its country's
 * order, the first of several e-mail addresses and phone numbers, consent that no column denies. What finds no field of its
 * own goes into the notes. A client without a name is an error.
 */
export function composeClient(
  draft: ClientDraft,
  findings: Findings,
  { region, nameColumn }: ComposeOptions,
): Fields {
  const fields: [string, Value][] = [];
  const set = (key: string, value: Value | undefined) => {
    if (value !== undefined && value !== '') fields.push([key, value]);
  };
  const { first, last } = composeName(draft, findings, nameColumn);
  set('first_name', first);
  set('last_name', last);
  set('email', draft.text('email'));
  set('phone', draft.text('phone'));
  set('address', addressOf(draft, region));
  set('status', draft.text('status'));
  set('tags', tagsOf(draft));
  set('opt_in', consentOf(draft, findings));
  set('external_id', draft.text('external_id'));
  noteOthers(draft, 'email', 'Other e-mail addresses');
  noteOthers(draft, 'phone', 'Other phone numbers');
  set('notes', notesOf(draft));
  for (const { key, value } of draft.custom) set(key, value);
  return fields;
}

function composeName(
  draft: ClientDraft,
  findings: Findings,
  nameColumn: string | undefined,
): { first: string; last: string } {
  const name = readName(draft);
  const company = draft.text('company');
  if (name.first === '' && company !== '' && name.last === '') {
    findings.warn(undefined, {
      code: 'name_from_company',
      message: 'The record names no person, so the organisation stands as the first name.',
      hint: 'Fill in the name of a person if there is one.',
    });
    return { first: company, last: '' };
  }
  if (company !== '') draft.note('Company', company);
  if (name.first === '') {
    findings.error(nameColumn, {
      code: 'required',
      message:
        nameColumn === undefined ? 'The first name is missing.' : `"${nameColumn}" is missing.`,
      hint: 'Fill it in; the CRM takes no client without it.',
    });
  }
  return name;
}

/** The parts of the name when there are any, else the whole one split. */
function readName(draft: ClientDraft): { first: string; last: string } {
  const first = draft.text('first_name');
  const middle = draft.text('middle_name');
  const given = first === '' || middle === '' ? first + middle : `${first} ${middle}`;
  const last = draft.text('last_name');
  const whole = draft.text('full_name');
  if (given !== '' || last !== '' || whole === '') return { first: given, last };
  const name = splitFullName(whole);
  if (name.last !== '') draft.note('Full name', whole);
  return name;
}

function addressOf(draft: ClientDraft, region: string | undefined): string {
  const whole = draft.text('address');
  if (whole !== '') return whole;
  return composeAddress(
    {
      street: draft.texts('street'),
      poBox: draft.text('po_box'),
      city: draft.text('city'),
      region: draft.text('region'),
      postalCode: draft.text('postal_code'),
      country: draft.text('country'),
    },
    region,
  );
}

function notesOf(draft: ClientDraft): string {
  if (draft.has('notes')) return [...draft.texts('notes'), ...draft.notes].join('\n');
  return draft.notes.length === 0 ? '' : draft.notes.join('\n');
}

/** One cell stays as it is; several are one list, each tag once. */
function tagsOf(draft: ClientDraft): string {
  return draft.has('tags') ? [...new Set(draft.texts('tags'))].join(', ') : '';
}

/** No column may say more than another denies: consent is never upgraded. */
function consentOf(draft: ClientDraft, findings: Findings): boolean | undefined {
  if (!draft.has('opt_in') && !draft.has('opt_out')) return undefined;
  const senses = ['opt_in', 'opt_out'] as const;
  const said = senses.flatMap((sense) =>
    draft.values(sense).map((value) => {
      const consent = readConsent(String(value), sense);
      if (consent === undefined) findings.warn(undefined, CONSENT_UNCLEAR);
      return consent;
    }),
  );
  return combineConsent(said);
}

const CONSENT_UNCLEAR = {
  code: 'boolean_unclear',
  message: 'The consent is neither a word for yes nor one for no, so it is left out.',
  hint: 'Write yes or no.',
};

function noteOthers(draft: ClientDraft, target: 'email' | 'phone', label: string): void {
  if (!draft.hasSeveral(target)) return;
  const others = new Set(draft.texts(target).slice(1));
  others.delete(draft.text(target));
  if (others.size > 0) draft.note(label, [...others].join(', '));
}
