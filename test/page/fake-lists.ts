import type {
  BatchWire,
  CountsWire,
  DraftColumnWire,
  DraftRejectWire,
  DraftSourceWire,
  DraftWire,
  FieldsWire,
  IssueWire,
  ProfilesWire,
  SessionWire,
} from '../../src/web/api/wire.js';

/** Made-up people and lists for looking at the staff page without an app behind it. */

export const NOW = '2026-11-21T09:30:00.000Z';
export const LATER = '2026-11-28T09:30:00.000Z';

export const KNOWN_HEADER = [
  'Client ID',
  'First Name',
  'Last Name',
  'Email',
  'Mobile Number',
  'Address',
  'Added',
  'Referral Source',
  'Notes',
];

const PEOPLE = [
  ['Idris', 'Okafor', 'client1@example.org', '+442079460101', '1 Harbour Street, 00037'],
  ['Mira', 'Lindqvist', 'client2@example.org', '+442079460102', '2 Station Road, 00074'],
  ['Jonas', 'Ibañez', 'client3@example.org', '01614960003', '3 Rue du Port, 00111'],
  ['נועה', 'לוי', 'client4@example.org', '050-123-4567', 'רחוב הנמל 4'],
  ['Zoë', 'Müller-Bräu', 'client5@example.org', '+49 30 901820', 'Hafenstraße 5'],
] as const;

export const KNOWN_ROWS = PEOPLE.map(([first, last, email, phone, address], index) => [
  `000104${index + 1}`,
  first,
  last,
  email,
  phone,
  address,
  `0${index + 3}/02/2024`,
  ['Walk-in', 'Instagram', 'Walk-in', 'A friend', 'Instagram'][index] ?? '',
  index === 1 ? '=allergic to peppermint oil, <b>ask</b> first' : '',
]);

export const UNKNOWN_HEADER = ['Kd-Nr', 'Name', 'Kontakt', 'Tel. mobil', 'VIP', 'Bemerkung', 'F1'];

export const UNKNOWN_ROWS = PEOPLE.map(([first, last, email, phone], index) => [
  `K-${index + 77}`,
  `${last}, ${first}`,
  email,
  phone,
  index % 2 ? 'ja' : 'nein',
  '',
  String(index),
]);

const KNOWN_FIELDS = [
  'external_id',
  'first_name',
  'last_name',
  'email',
  'phone',
  'address',
  null,
  'Referral source',
  'note',
];

export function columnsOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  fields: readonly (string | null)[],
  confidence: number,
): DraftColumnWire[] {
  return header.map((name, index) => {
    const cells = [...new Set(rows.map((row) => row[index] ?? '').filter((cell) => cell !== ''))];
    const field = fields[index] ?? null;
    return {
      index,
      name,
      field,
      of_matter: false,
      confidence: field === null ? 0 : confidence - (index % 3) * 0.1 * (confidence < 1 ? 1 : 0),
      reason: field === null ? 'No field fits this column.' : `"${name}" is known to mean this.`,
      chosen: false,
      samples: cells.slice(0, 5),
      values: ['VIP', 'Referral Source'].includes(name) ? cells : [],
    };
  });
}

/** A table of a known layout, or of one that nobody knows. */
export function makeSource(name: string, fileUid: string, isKnown: boolean): DraftSourceWire {
  const header = isKnown ? KNOWN_HEADER : UNKNOWN_HEADER;
  const rows = isKnown ? KNOWN_ROWS : UNKNOWN_ROWS;
  const preview = rows.map((cells, index) => ({ line: index + (isKnown ? 2 : 4), cells }));
  const titles = isKnown
    ? []
    : [
        { line: 1, cells: ['Kundenliste Salon am Hafen', '', '', '', '', '', ''] },
        { line: 2, cells: ['Stand: 20.11.2026', '', '', '', '', '', ''] },
      ];
  return {
    name,
    file_uid: fileUid,
    form: name.endsWith('.xlsx') ? 'xlsx' : 'csv',
    encoding: isKnown ? 'utf-8' : 'windows-1252',
    encoding_reason: isKnown
      ? 'Every byte of the sample is valid UTF-8.'
      : 'Not UTF-8; the umlauts read right as windows-1252.',
    delimiter: isKnown ? ',' : ';',
    header_line: isKnown ? 1 : 3,
    title_lines: titles.length,
    top_rows: [...titles, { line: titles.length + 1, cells: header }, ...preview],
    preview,
    profile_choice: 'auto',
    profile: isKnown ? { name: 'fresha-clients', title: 'Fresha: client list' } : null,
    reason: isKnown
      ? 'All 9 columns of "Fresha: client list" are there.'
      : 'No known layout has the columns "Kd-Nr", "Kontakt" and "Tel. mobil".',
    hint: isKnown ? null : 'Choose a layout, or say in the next step what each column is.',
    exact: isKnown,
    columns: isKnown ? columnsOf(header, rows, KNOWN_FIELDS, 1) : columnsOf(header, rows, [], 0),
    clients: isKnown
      ? PEOPLE.slice(0, 3).map(([first, last, email, phone, address], index) => ({
          line: index + 2,
          fields: [
            ['external_id', `000104${index + 1}`],
            ['first_name', first],
            ['last_name', last],
            ['email', email],
            ['phone', phone],
            ['address', address],
          ],
        }))
      : [],
  };
}

export function makeDraft(uid: string): DraftWire {
  return {
    uid,
    version: 1,
    created_by: 'staff_1',
    created_at: NOW,
    updated_at: NOW,
    expires_at: LATER,
    files: [],
    sources: [],
    on_duplicate: 'keep-first',
    value_maps: [],
    corrections: { pending: 0, total: 0, undoable: 0 },
    staging: null,
    batch_uid: null,
    is_stale: false,
  };
}

/** A draft of two lists, one of a known layout and one of an unknown. */
export function makeFullDraft(uid: string): DraftWire {
  const files = ['fresha clients 2026.csv', 'Kundenliste Hafen.csv'].map((name, index) => ({
    uid: `file_${index + 1}`,
    name,
    bytes: [1_284_113, 48_200][index] ?? 0,
    read: {},
    entries: [],
    sheets: [],
    problem: null,
  }));
  return {
    ...makeDraft(uid),
    files,
    sources: files.map((file, index) => makeSource(file.name, file.uid, index === 0)),
  };
}

const CAUSES: readonly [
  code: string,
  column: number,
  cell: string,
  message: string,
  hint: string,
][] = [
  [
    'email',
    3,
    'mira.lindqvist@example',
    'This is not an e-mail address.',
    'Write it like name@example.org.',
  ],
  [
    'email',
    3,
    'n/a',
    'This is not an e-mail address.',
    'Write it like name@example.org, or leave it blank.',
  ],
  [
    'email',
    3,
    'jonas@@example.org',
    'This is not an e-mail address.',
    'Write it like name@example.org.',
  ],
  [
    'email',
    3,
    'n/a',
    'This is not an e-mail address.',
    'Write it like name@example.org, or leave it blank.',
  ],
  ['required', 1, '', 'The first name is missing.', 'Every client needs a first name.'],
  ['required', 1, '', 'The first name is missing.', 'Every client needs a first name.'],
  ['required', 1, '', 'The first name is missing.', 'Every client needs a first name.'],
  [
    'scientific_notation',
    4,
    '5.01234567E+08',
    'A spreadsheet has cut this number.',
    'Type the whole number again.',
  ],
  [
    'phone_unclear',
    4,
    '12',
    'This is too short for a phone number.',
    'Write it with its area code.',
  ],
  ['date_unclear', 6, '30/02/2024', 'There is no such day.', 'Write a day that exists.'],
  [
    'shifted_cells',
    8,
    'late',
    'The record has more cells than the header.',
    'Look for a comma that is not in quotes.',
  ],
  [
    'duplicate_email',
    3,
    'client1@example.org',
    'Another record has this e-mail address.',
    'Keep one of them.',
  ],
];

/** Twelve rejected records of several causes. */
export function makeRejects(source: string): DraftRejectWire[] {
  return CAUSES.map(([code, column, cell, message, hint], index) => {
    const cells = [...(KNOWN_ROWS[index % KNOWN_ROWS.length] ?? [])];
    cells[column] = cell;
    const line = 14 + index * 37;
    const issue: IssueWire = { code, line, column: KNOWN_HEADER[column] ?? null, message, hint };
    return { id: index + 1, source, record: line - 1, line, cells, corrected: [], issues: [issue] };
  });
}

export function makeCounts(records: number, rejects: readonly DraftRejectWire[]): CountsWire {
  const causes: Record<string, number> = {};
  for (const { issues } of rejects) {
    const code = issues[0]?.code;
    if (code !== undefined) causes[code] = (causes[code] ?? 0) + 1;
  }
  const rejected = Object.values(causes).reduce((sum, count) => sum + count, 0);
  return {
    records,
    accepted: records - rejected,
    merged: 0,
    rejected,
    outside_slice: 0,
    blank_lines: 3,
    clients: records - rejected,
    rejected_by_cause: causes,
    warnings: { phone_region_assumed: 214, duplicate_phone: 9 },
    unmatched_values: { 'Referral Source': { Instagram: 120, 'Walk-in': 44 } },
  };
}

export function makeBatch(uid: string, counts: CountsWire, sessionUids: string[] = []): BatchWire {
  return {
    uid,
    created_at: NOW,
    files: [{ name: 'fresha clients 2026.csv', profile: 'fresha-clients', header: KNOWN_HEADER }],
    mode: 'store',
    fields: ['external_id', 'first_name', 'last_name', 'email', 'phone', 'address', 'note'],
    counts,
    session_uids: sessionUids,
  };
}

export function makeSession(uid: string, batch: BatchWire): SessionWire {
  const { records, accepted, rejected, merged, clients } = batch.counts;
  return {
    uid,
    mode: 'store',
    type: 'clients',
    status: 'declared',
    progress: 0,
    total: records,
    done: 0,
    failed: rejected,
    remaining: clients,
    headers: KNOWN_HEADER,
    mapping: { first_name: 'First name', last_name: 'Last name', email: 'Email', phone: 'Phone' },
    error_report: rejected > 0 ? `/api/batches/${batch.uid}/rejects.csv` : null,
    account: {
      records,
      accepted,
      rejected,
      merged,
      clients,
      handed_over: 0,
      polls: 0,
      troubled_polls: 0,
      flags: [],
    },
    outcome: null,
    problem: null,
    batch_uid: batch.uid,
    staff_uid: 'staff_1',
    files: batch.files.map((file) => file.name),
    override: false,
    send_email: false,
    created_at: NOW,
    updated_at: NOW,
    closed_at: null,
  };
}

export const FIELDS: FieldsWire = {
  targets: [
    {
      key: 'first_name',
      merge: 'one',
      label: 'First name',
      meaning: 'Given name; every client needs one.',
    },
    { key: 'last_name', merge: 'one', label: 'Last name', meaning: 'Family name.' },
    {
      key: 'full_name',
      merge: 'one',
      label: null,
      meaning: 'Whole name, taken apart into first and last name.',
    },
    {
      key: 'email',
      merge: 'first',
      label: 'Email',
      meaning: 'E-mail address; the CRM recognises clients by it.',
    },
    {
      key: 'phone',
      merge: 'first',
      label: 'Phone',
      meaning: 'Phone number with its country code.',
    },
    { key: 'address', merge: 'all', label: 'Address', meaning: 'Postal address in one line.' },
    { key: 'status', merge: 'one', label: 'Status', meaning: 'Lead, customer and so on.' },
    { key: 'tags', merge: 'all', label: 'Tags', meaning: 'Words to group clients by.' },
    {
      key: 'opt_in',
      merge: 'one',
      label: 'Marketing consent',
      meaning: 'Whether the client agreed to marketing.',
    },
    {
      key: 'external_id',
      merge: 'one',
      label: null,
      meaning: 'The number of the client in the old tool.',
    },
    { key: 'note', merge: 'all', label: 'Notes', meaning: 'Free text, kept line by line.' },
  ],
  custom: [
    {
      label: 'Referral source',
      type: 'dropdown',
      options: ['Walk-in', 'Instagram', 'Friend'],
      of_matter: false,
    },
    { label: 'Birthday', type: 'date', options: [], of_matter: false },
    { label: 'Pet name', type: 'text', options: [], of_matter: true },
  ],
};

export const PROFILES: ProfilesWire = {
  profiles: [
    {
      name: 'clients',
      title: 'Plain client list',
      columns: ['First name', 'Last name', 'Email', 'Mobile phone'],
    },
    { name: 'fresha-clients', title: 'Fresha: client list', columns: KNOWN_HEADER },
    { name: 'booksy-clients', title: 'Booksy: client list', columns: ['Name', 'E-mail', 'Phone'] },
    {
      name: 'google-contacts',
      title: 'Google Contacts',
      columns: ['First Name', 'Last Name', 'E-mail 1 - Value'],
    },
    {
      name: 'hubspot-contacts',
      title: 'HubSpot: contacts',
      columns: ['Record ID', 'First Name', 'Email'],
    },
    {
      name: 'mailchimp-subscribed',
      title: 'Mailchimp: subscribed contacts',
      columns: ['Email Address', 'First Name'],
    },
    {
      name: 'square-customers',
      title: 'Square: customer directory',
      columns: ['Reference ID', 'First Name'],
    },
    {
      name: 'shopify-customers',
      title: 'Shopify: customers',
      columns: ['Customer ID', 'First Name', 'Email'],
    },
  ],
};
