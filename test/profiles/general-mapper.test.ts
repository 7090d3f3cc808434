import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { FerryError } from '../../src/errors.js';
import { orderFeeders } from '../../src/profiles/general/contact-order.js';
import { mapByMeaning } from '../../src/profiles/general/map-by-meaning.js';
import { loadSynonyms } from '../../src/profiles/general/synonyms.js';
import { normaliseHeaderName } from '../../src/profiles/header-name.js';
import { mergeOf, TARGETS } from '../../src/profiles/targets.js';

type Sample = readonly (readonly string[])[];

const fieldsOf = (header: readonly string[], sample: Sample = []) =>
  mapByMeaning(header, sample).map(({ field }) => field);
/** What a column feeds beside others, by its name. */
const fed = (header: readonly string[], sample: Sample = []) =>
  Object.fromEntries(
    mapByMeaning(header, sample)
      .filter(({ field }) => field !== undefined)
      .map(({ column, field }) => [column, field]),
  );
const alone = (name: string, values: readonly string[] = []) => {
  const [column] = mapByMeaning(
    [name],
    values.map((value) => [value]),
  );
  assert.ok(column);
  return column;
};
const people = ['ana', 'ben', 'cleo', 'dov', 'eva'];
const emails = people.map((name) => `${name}@example.com`);
const phones = people.map((_, at) => `+44 20 7946 095${at}`);

suite('names', () => {
  const table: [name: string, field: string | undefined, confidence: number][] = [
    ['first_name', 'first_name', 1],
    ['First Name', 'first_name', 1],
    ['EMAIL', 'email', 1],
    ['external-id', 'external_id', 1],
    ['Opt in?', 'opt_in', 1],
    ['fname', 'first_name', 0.95],
    ['lname', 'last_name', 0.95],
    ['Surname', 'last_name', 0.95],
    ['E-mail Address', 'email', 0.95],
    ['Cell', 'phone', 0.95],
    ['Contact number', 'phone', 0.95],
    ['Customer no.', 'external_id', 0.95],
    ['Client #', 'external_id', 0.95],
    ['Phone #', 'phone', 0.95],
    ['Zip', 'postal_code', 0.95],
    ['State/Province', 'region', 0.95],
    ['Labels', 'tags', 0.95],
    ['Memo', 'notes', 0.95],
    ['Description', 'notes', 0.95],
    ['Unsubscribed', 'opt_out', 0.95],
    ['Do not contact', 'opt_out', 0.95],
    ['Accepts Email Marketing', 'opt_in', 0.95],
    ['Customer', 'full_name', 0.95],
    ['Client name', 'full_name', 0.95],
    ['Teléfono', 'phone', 0.95],
    ['Sähköposti', 'email', 0.95],
    ['דוא"ל', 'email', 0.95],
    ['Prenom', 'first_name', 0.93],
    ['Foretag', 'company', 0.93],
    ['Straße', 'street', 0.95],
    ['Client first name', 'first_name', 0.95],
    ['Primary email address', 'email', 0.85],
    ['Contact phone (mobile)', 'phone', 0.85],
    ['Phone number 2', 'phone', 0.85],
    ['E-mail 1 - Value', 'email', 0.85],
    ['Email (2)', 'email', 0.85],
    ['HomePhone', 'phone', 0.85],
    ["Client's phone", 'phone', 0.85],
    ['Your full name', 'full_name', 0.85],
    ['Person - First name', 'first_name', 0.85],
    ['Name / First Name', 'first_name', 0.85],
    ['Emails / Primary Email', 'email', 0.85],
    ['Email (correo)', 'email', 0.85],
    ['Mailing Zip/Postal Code', 'postal_code', 0.85],
    ['Correo del cliente', 'email', 0.85],
    ['Kunden-E-Mail', 'email', 0.85],
    ['Emial', 'email', 0.75],
    ['Fist name', 'first_name', 0.75],
    ['Adress', 'address', 0.95],
    ['Telephon number', 'phone', 0.75],
    ['Costumer', 'full_name', 0.75],
  ];
  for (const [name, field, confidence] of table) {
    test(`"${name}" feeds ${field ?? 'nothing'}`, () => {
      const column = alone(name);
      assert.deepEqual([column.field, column.confidence], [field, confidence], column.reason);
    });
  }

  test('the reason names the language and the thing', () => {
    assert.equal(alone('Teléfono').reason, 'a Spanish word for phone number');
    assert.equal(alone('Emial').reason.includes('"Email"'), true);
    const spanish = mapByMeaning(['Nombre', 'Correo', 'Telefono', 'Notas'], []);
    assert.equal(spanish[2]?.reason, 'a Spanish word for phone number, written without accents');
  });

  test('names of other known words are never taken for misspellings', () => {
    for (const [name, field] of [
      ['State', 'region'],
      ['Status', 'status'],
      ['City', 'city'],
      ['County', 'region'],
      ['Country', 'country'],
      ['Note', 'notes'],
      ['Notice', undefined],
      ['Votes', undefined],
      ['Stage', undefined],
      ['Stats', undefined],
      ['Photo', undefined],
      ['Photos', undefined],
      ['Username', undefined],
      ['User name', undefined],
      ['List name', undefined],
      ['File name', undefined],
      ['Form name', undefined],
      ['Event name', undefined],
      ['Test name', undefined],
      ['Gender', undefined],
      ['Sender', undefined],
      ['Contract', undefined],
      ['Counter', undefined],
      ['Region', 'region'],
      ['Religion', undefined],
      ['Season', undefined],
    ] as const) {
      assert.equal(alone(name).field, field, name);
    }
  });

  test('columns of any other name are left out with the way out', () => {
    for (const name of [
      'Gender',
      'Client Since',
      'Date of birth',
      'Total Spent',
      'Zzyx',
      'Poste',
    ]) {
      const { field, reason } = alone(name);
      assert.deepEqual([field, reason], [undefined, 'no field of that name']);
    }
  });
});

suite('names that must not win', () => {
  const traps =
    'Billing email|Billing phone|Billing name|Shipping city|Shipping address|Ship to city|Delivery address|Invoice email|' +
    'Assistant phone|AssistantName|Parent name|Parent/Guardian email|Guardian phone|Spouse name|Emergency contact|' +
    'Emergency contact phone|Manager email|Owner|Owner name|Contact owner|Agent name|Referrer email|Referred by|' +
    'Company phone|Company main phone|Company email|Phone type|E-mail 1 - Type|Phone 1 - Label|Lead status|Email status|' +
    'Email verified|Phone verified|Opt-in date|Unsubscribed Time|Email count|Fax|Fax number|Home fax|Faxnummer|Pager|' +
    'IP address|OPTIN_IP|Created by|Password|Password hash|API token|Reporting to|Phone country code|Preferred name|' +
    'Preferred contact method|Contact info|Personal ID|Tax ID|Account number|Alternate contact|Name 2|Contact 2 name|' +
    'Customer $|Client?|Current client|Name on card|Pet name|Lieferadresse|Notfallkontakt|Adresse de livraison|' +
    'Dirección de envío|Contacto de emergencia|Indirizzo di spedizione|Toimitusosoite|Photo consent|SMS consent';
  for (const name of traps.split('|')) {
    test(`"${name}" feeds nothing`, () => {
      const { field, reason } = alone(name);
      assert.equal(field, undefined, reason);
      assert.notEqual(reason, '');
    });
  }

  const silent =
    'Billing contact|Billing email|Assistant|Emergency contact|Notfallkontakt|Contact owner|Created by|Assigned to|Stylist|' +
    'Referred by|Company email|Parent contact|Email verified|Shipping contact|Password|Manager';
  for (const name of silent.split('|')) {
    test(`"${name}" feeds nothing either when it holds e-mail addresses or phone numbers`, () => {
      assert.equal(alone(name, emails).field, undefined);
      assert.equal(alone(name, phones).field, undefined);
    });
  }
});

suite('names beside each other', () => {
  const table: [title: string, header: string[], feeds: Record<string, string>][] = [
    ['Spanish', ['Nombre', 'Apellidos'], { Nombre: 'first_name', Apellidos: 'last_name' }],
    ['French', ['Nom', 'Prénom'], { Nom: 'last_name', Prénom: 'first_name' }],
    ['Italian', ['Nome', 'Cognome'], { Nome: 'first_name', Cognome: 'last_name' }],
    ['German', ['Name', 'Vorname'], { Name: 'last_name', Vorname: 'first_name' }],
    ['Dutch', ['Naam', 'Voornaam'], { Naam: 'last_name', Voornaam: 'first_name' }],
    ['Portuguese', ['Nome', 'Apelido'], { Nome: 'first_name', Apelido: 'last_name' }],
    ['Polish', ['Imię', 'Nazwisko'], { Imię: 'first_name', Nazwisko: 'last_name' }],
    ['Hebrew', ['שם', 'שם משפחה'], { שם: 'first_name', 'שם משפחה': 'last_name' }],
    ['Slovenian', ['Ime', 'Priimek'], { Ime: 'first_name', Priimek: 'last_name' }],
    ['Swedish', ['Namn', 'Förnamn'], { Namn: 'last_name', Förnamn: 'first_name' }],
    ['Finnish', ['Nimi', 'Etunimi'], { Nimi: 'last_name', Etunimi: 'first_name' }],
    ['English', ['Name', 'Surname'], { Name: 'first_name', Surname: 'last_name' }],
    ['a name alone', ['Name', 'Email'], { Name: 'full_name', Email: 'email' }],
    [
      'a whole name beside both parts',
      ['Client Name', 'First Name', 'Last Name'],
      { 'First Name': 'first_name', 'Last Name': 'last_name' },
    ],
    ['a whole name beside one part', ['Full name', 'Last name'], { 'Full name': 'full_name' }],
    ['a whole name and a middle one', ['Name', 'Middle name'], { Name: 'full_name' }],
    ['two names', ['Customer', 'Name'], { Name: 'full_name' }],
    ['a company', ['Company', 'Contact'], { Company: 'company', Contact: 'full_name' }],
  ];
  for (const [title, header, feeds] of table) {
    test(title, () => {
      assert.deepEqual(fed(header), feeds);
      assert.deepEqual(fed([...header].reverse()), feeds);
    });
  }

  test('a sample that shows that the name is whole goes before its neighbours', () => {
    const header = ['Name', 'First name'];
    assert.deepEqual(fed(header, [['Ana Novak', 'Ana']]), { Name: 'full_name' });
    assert.deepEqual(fed(header, [['Novak', 'Ana']]), {
      Name: 'last_name',
      'First name': 'first_name',
    });
  });

  test('a name that is left out says why', () => {
    const [name] = mapByMeaning(['Name', 'First name', 'Last name'], []);
    assert.equal(name?.reason, '"First name" and "Last name" hold the parts of the name');
    const [, second] = mapByMeaning(['First name', 'Given name'], []);
    assert.equal(second?.reason, 'first_name is already fed by "First name"');
  });
});

suite('addresses', () => {
  test('the street of one address never meets the town of another', () => {
    const header = ['Other Street', 'Other City', 'Home Street', 'Home City', 'Business City'];
    assert.deepEqual(fed(header), { 'Home Street': 'street', 'Home City': 'city' });
    assert.deepEqual(fed(['Address 2 - City', 'Address 1 - City', 'Address 2 - Street']), {
      'Address 1 - City': 'city',
    });
  });

  test('an address beside a town is a street, unless the sample shows that it holds the town', () => {
    const header = ['Address', 'City'];
    assert.deepEqual(fed(header), { Address: 'street', City: 'city' });
    assert.deepEqual(fed(header, [['1 Elm St', 'Leeds']]), { Address: 'street', City: 'city' });
    assert.deepEqual(fed(header, [['1 Elm St, Leeds', 'Leeds']]), {
      Address: 'address',
      City: 'city',
    });
    assert.deepEqual(fed(['Address', 'Phone']), { Address: 'address', Phone: 'phone' });
  });

  test('numbered lines are streets', () => {
    const lines = { Address: 'street', 'Address 2': 'street' };
    assert.deepEqual(fed(['Address', 'Address 2']), lines);
    assert.deepEqual(fed(['Street Address 1', 'Street Address 2', 'City']), {
      'Street Address 1': 'street',
      'Street Address 2': 'street',
      City: 'city',
    });
    assert.deepEqual(fed(['Street 1', 'Street 2', 'Address']), {
      'Street 1': 'street',
      'Street 2': 'street',
      Address: 'address',
    });
  });

  test('an address for billing counts only when there is no other, and one for shipping never', () => {
    assert.deepEqual(fed(['Billing City', 'Shipping City']), { 'Billing City': 'city' });
    assert.equal(alone('Billing Address').confidence, 0.6);
    assert.equal(alone('Rechnungsadresse').field, 'address');
    assert.deepEqual(fed(['Billing City', 'City']), { City: 'city' });
    assert.deepEqual(fed(['Billing Address', 'Country']), { Country: 'country' });
  });

  test('names of several meanings are decided by the language, the values and the neighbours', () => {
    assert.deepEqual(fed(['Imię', 'Nazwisko', 'Kraj'])['Kraj'], 'country');
    assert.deepEqual(fed(['Ime', 'Priimek', 'Kraj'])['Kraj'], 'city');
    assert.deepEqual(fed(['Nombre', 'Ciudad', 'Estado'])['Estado'], 'region');
    assert.deepEqual(fed(['Nombre', 'Estado'], [['Ana', 'Activo']])['Estado'], 'status');
    assert.match(alone('Estado').reason, /^could be state or province or client status/);
  });
});

suite('values', () => {
  test('values speak for a name that says nothing, from five on and with four fifths of them', () => {
    const few = emails.slice(0, 4);
    assert.deepEqual(alone('Zzyx', emails).field, 'email');
    assert.deepEqual(alone('Zzyx', emails).confidence, 0.7);
    assert.equal(alone('Zzyx', [...few, 'none']).field, 'email');
    assert.equal(alone('Zzyx', few).field, undefined);
    assert.equal(alone('Zzyx', [...emails.slice(0, 3), 'none', 'none']).field, undefined);
    assert.deepEqual(
      [alone('Column 3', phones).field, alone('Column 3', phones).confidence],
      ['phone', 0.6],
    );
  });

  test('numbers whose names speak of something else are no phone numbers', () => {
    for (const name of [
      'Fax',
      'Order no.',
      'Tax code',
      'VAT',
      'IBAN',
      'Bank account',
      'Card',
      'Amount',
      'Zip area',
      'Gift date',
      'Id 2',
    ])
      assert.notEqual(alone(name, phones).field, 'phone', name);
  });

  test('dates, amounts, addresses of machines and bare numbers are no phone numbers', () => {
    for (const value of [
      '2026-02-28',
      '28/02/2026',
      '28.02.2026',
      '1 234 567',
      '192.168.10.12',
      '1234567.89',
      '5551234567',
      '123-45-6789',
      '12345-6789',
      '4111 1111 1111 1111',
      '00001234',
    ])
      assert.equal(alone('Zzyx', Array<string>(6).fill(value)).field, undefined, value);
    for (const value of [
      '+442079460958',
      '(555) 010-0199',
      '020 7946 0958',
      '02079460958',
      '01.23.45.67.89',
      '555-0101',
    ])
      assert.equal(alone('Zzyx', Array<string>(6).fill(value)).field, 'phone', value);
  });

  test('values do not speak when another column is named for what they show', () => {
    const sample = emails.map((email) => [email, email]);
    assert.deepEqual(fed(['Email', 'Zzyx'], sample), { Email: 'email' });
  });

  test('a name that all values contradict is withdrawn', () => {
    const words = ['yes', 'no', 'yes', 'no', 'yes'];
    const { field, reason } = alone('Email', words);
    assert.deepEqual(
      [field, reason],
      [undefined, 'called e-mail address, but none of 5 values holds an @'],
    );
    assert.equal(alone('Email', words.slice(0, 4)).field, 'email');
    assert.equal(alone('Phone', words).field, undefined);
    assert.equal(alone('Customer', ['10001', '10002', '10003', '10004', '10005']).field, undefined);
    assert.equal(alone('Email', [...words, 'ana@example.com']).field, 'email');
  });

  test('a phone that holds e-mail addresses is one', () => {
    const { field, confidence, reason } = alone('Phone', emails);
    assert.deepEqual([field, confidence], ['email', 0.6]);
    assert.equal(reason, 'called phone number, but 5 of 5 values are e-mail addresses');
  });
});

suite('layouts', () => {
  /** Each header with what it feeds; `-` is nothing. */
  const table: [title: string, columns: string][] = [
    [
      'French',
      'Prénom=first_name|Nom=-|Nom de famille=last_name|E-mail=email|Adresse e-mail=email|Téléphone=phone|Numéro de téléphone=phone|Mobile=phone|Ville=city|Société=company|Entreprise=-|Poste=-|Fonction=-|Notes=notes|Commentaire=notes',
    ],
    [
      'Swedish',
      'Namn=-|Förnamn=first_name|Efternamn=last_name|E-post=email|Telefon=phone|Mobil=phone|Mobilnummer=phone',
    ],
    ['Spanish', 'Nombre=full_name|Correo=email|Telefono=phone|Empresa=company|Notas=notes'],
    [
      'Finnish',
      'Nimi=full_name|Sähköposti=email|Sähköpostiosoite=email|Puhelin=phone|Muistiinpanot=notes',
    ],
    [
      'German',
      'Kundennummer=external_id|Anrede=-|Vorname=first_name|Nachname=last_name|Firma=company|Straße und Hausnummer=street|PLZ=postal_code|Ort=city|Land=country|E-Mail-Adresse=email|Telefon privat=phone|Handy=phone|Geburtsdatum=-|Bemerkungen=notes',
    ],
    [
      'Hebrew',
      'שם פרטי=first_name|שם משפחה=last_name|טלפון נייד=phone|דוא"ל=email|כתובת=street|עיר=city|מיקוד=postal_code|הערות=notes|תאריך לידה=-',
    ],
    [
      'Polish',
      'Imię=first_name|Nazwisko=last_name|Adres e-mail=email|Telefon komórkowy=phone|Ulica=street|Kod pocztowy=postal_code|Miasto=city|Kraj=country|Uwagi=notes|Płeć=-',
    ],
    [
      'Dutch',
      'Klantnummer=external_id|Voornaam=first_name|Achternaam=last_name|E-mailadres=email|Telefoonnummer=phone|Straat=street|Postcode=postal_code|Plaats=city|Opmerkingen=notes|Geboortedatum=-',
    ],
    [
      'Italian',
      'Nome=first_name|Cognome=last_name|Indirizzo e-mail=email|Cellulare=phone|Indirizzo=street|CAP=postal_code|Città=city|Provincia=region|Note=notes|Data di nascita=-',
    ],
    [
      'Portuguese',
      'Nome=first_name|Sobrenome=last_name|Correio eletrónico=email|Telemóvel=phone|Morada=street|Código postal=postal_code|Cidade=city|Observações=notes',
    ],
    [
      'Slovenian',
      'Ime=first_name|Priimek=last_name|E-pošta=email|Telefon=phone|Naslov=street|Poštna številka=postal_code|Kraj=city|Država=country|Opombe=notes',
    ],
    [
      'Fresha',
      'Client ID=external_id|First Name=first_name|Last Name=last_name|Email=email|Mobile Number=phone|Telephone=phone|Gender=-|Date of Birth=-|City=city|Note=notes|Blocked=-|Added=-',
    ],
    ['Acuity', 'First Name=first_name|Last Name=last_name|Phone=phone|Email=email|Notes=notes'],
    [
      'Jobber',
      'Client Name=-|First Name=first_name|Last Name=last_name|Email=email|Phone Number=phone|Company Name=company|Street=street|City=city|State=region|Zip=postal_code|Tags=tags|Notes=notes',
    ],
    [
      'Booksy',
      'Client Name=full_name|Phone=phone|Email=email|First Visit=-|Last Visit=-|Total Visits=-|Total Spent=-',
    ],
    [
      'Schedulicity',
      'Client Name=full_name|Client Email=email|Client Phone=phone|Client Since=-|Notes=notes',
    ],
    ['Trafft', 'Customer Name=full_name|Customer Email=email|Customer Phone=phone'],
    [
      'Systeme.io',
      'Email=email|First name=first_name|Surname=last_name|Phone number=phone|Country=country|Tags=tags|Date registered=-',
    ],
    [
      'Klaviyo',
      'Email=email|First Name=first_name|Last Name=last_name|Phone Number=phone|Organization=company|Title=-|City=city|Country=country|Tags=tags',
    ],
    ['a Google form', 'Timestamp=-|Email Address=email|Your full name=full_name|Phone=phone'],
    [
      'a lead list',
      'id=external_id|created_time=-|ad_name=-|form_name=-|platform=-|full_name=full_name|email=email|phone_number=phone',
    ],
    [
      'Zoho',
      'Contact Owner=-|First Name=first_name|Last Name=last_name|Email=email|Home Phone=phone|Mobile=phone|Fax=-|Created By=-|Mailing Street=street|Mailing City=city|Other City=-|Email Opt Out=opt_out|Referrer=-',
    ],
  ];
  for (const [title, columns] of table) {
    const pairs = columns.split('|').map((column) => column.split('='));
    const header = pairs.map(([name = '']) => name);
    const expected = pairs.map(([, field]) => (field === '-' ? undefined : field));
    test(title, () => {
      assert.deepEqual(fieldsOf(header), expected);
    });
  }
});

suite('order', () => {
  test('several phones and e-mail addresses are tried in the order of their use', () => {
    const header = [
      'Other Phone',
      'Work Phone',
      'Email',
      'Home Phone',
      'Phone 2',
      'Phone 1',
      'Name',
      'Mobile',
      'Main phone',
      'Primary Email',
    ];
    const ordered = orderFeeders(mapByMeaning(header, []));
    assert.deepEqual(
      ordered.map(({ column }) => column),
      [
        'Main phone',
        'Mobile',
        'Primary Email',
        'Phone 1',
        'Phone 2',
        'Home Phone',
        'Name',
        'Work Phone',
        'Other Phone',
        'Email',
      ],
    );
    assert.equal(
      ordered.every(({ index, column }) => header[index] === column),
      true,
    );
  });

  test('streets are read line by line', () => {
    const ordered = orderFeeders(mapByMeaning(['Address 2', 'City', 'Address 1'], []));
    assert.deepEqual(
      ordered.map(({ column }) => column),
      ['Address 1', 'City', 'Address 2'],
    );
  });
});

suite('properties', () => {
  const synonyms = loadSynonyms();
  const known = Object.values(synonyms).flatMap((languages) => Object.values(languages).flat());
  const name = fc.oneof(
    fc.constantFrom(...known),
    fc.constantFrom(
      'Home Street',
      'Work City',
      'Billing City',
      'Phone 2',
      'Name 2',
      'Address 2',
      'Address',
      'Estado',
      'Zzyx',
      'Column 3',
      'E-mail 2 - Value',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('__proto__', 'constructor', 'toString', '', ' ', '#', '/', '\u0000'),
  );
  const value = fc.constantFrom(
    '',
    'Ana',
    'Ana Novak',
    'Leeds',
    '1 Elm St, Leeds',
    'activo',
    '020 7946 0958',
    'ana@example.com',
    '10001',
  );
  const column = fc.tuple(name, fc.array(value, { minLength: 6, maxLength: 6 }));
  const columns = fc.uniqueArray(column, { selector: ([text]) => text, maxLength: 14 });
  const map = (some: readonly (readonly [string, readonly string[]])[]) =>
    mapByMeaning(
      some.map(([text]) => text),
      [0, 1, 2, 3, 4, 5].map((row) => some.map(([, cells]) => cells[row] ?? '')),
    );

  test('where columns stand never changes what they feed', () => {
    const shuffled = columns.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(shuffled, ([some, other]) => {
        const sort = (mapped: ReturnType<typeof map>) =>
          mapped
            .map(({ column: text, field, reason }) => JSON.stringify([text, field, reason]))
            .sort();
        assert.deepEqual(sort(map(other)), sort(map(some)));
      }),
      { numRuns: 400 },
    );
  });

  test('there is one entry per column, and no field of one column is fed twice', () => {
    fc.assert(
      fc.property(columns, (some) => {
        const mapped = map(some);
        assert.deepEqual(
          mapped.map(({ index, column: text }) => [index, text]),
          some.map(([text], index) => [index, text]),
        );
        const taken = mapped.flatMap(({ field }) =>
          field !== undefined && mergeOf(field) === 'one' ? [field] : [],
        );
        assert.equal(new Set(taken).size, taken.length);
        for (const { field, confidence, reason } of mapped) {
          assert.equal(field === undefined || Object.hasOwn(TARGETS, field), true);
          assert.equal(confidence >= 0.6 && confidence <= 1 && reason !== '', true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('records that are shorter or longer than the header, and no header at all, are borne', () => {
    assert.deepEqual(mapByMeaning([], [['a']]), []);
    assert.deepEqual(fieldsOf(['Name', 'Email'], [[], ['Ana'], ['Ana', 'ana@example.com', 'x']]), [
      'full_name',
      'email',
    ]);
  });

  test('names of object properties are plain names', () => {
    for (const text of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      assert.equal(alone(text).field, undefined, text);
  });

  const wide = (make: (index: number) => string) =>
    Array.from({ length: 2000 }, (_, at) => make(at));
  const giant = 'x'.repeat(100_000);
  const blanks = Buffer.alloc(100_000, ' ').toString('latin1');
  const hostile: [title: string, header: string[], cell: string][] = [
    ['giant names', wide((at) => `${giant}${at}`), 'a'],
    ['giant cells', wide((at) => `Zzyx ${at}`), blanks],
    ['phones', wide((at) => `Phone ${at}`), '020 7946 0958'],
    ['addresses', wide((at) => `Address ${at} - City`), 'Leeds'],
    ['near misses', wide((at) => `Firts nmae${'x'.repeat(at % 5)}`), 'Ana'],
    ['many qualifiers', wide((at) => `client a of the home work name ${at}`), '020 7946 0958'],
    ['many parts', wide(() => '/:|'.repeat(60)), ''],
    ['letters that unfold', wide(() => '\ufdfa'.repeat(200)), ''],
    ['heaps of accents', wide(() => `a${'\u0301'.repeat(199)}`), ''],
  ];
  for (const [title, header, cell] of hostile) {
    test(`2,000 columns of ${title} take no time`, () => {
      const row = header.map(() => cell);
      const sample = Array.from({ length: 100 }, () => row);
      const times = [1, 2, 3].map(() => {
        const start = process.cpuUsage();
        mapByMeaning(header, sample);
        return process.cpuUsage(start).user / 1000;
      });
      assert.ok(Math.min(...times) < 200, `${String(Math.min(...times))} ms`);
    });
  }
});

suite('synonyms', () => {
  const synonyms = loadSynonyms();

  test('each target has names in twelve languages, and its best English one is its key', () => {
    for (const target of Object.keys(TARGETS)) {
      const names = Object.entries(synonyms).find(([key]) => key === target)?.[1];
      assert.ok(names, target);
      assert.equal(normaliseHeaderName(names.en[0] ?? ''), normaliseHeaderName(target));
      assert.equal(names.en.length >= 5, true, target);
      for (const [language, some] of Object.entries(names))
        assert.equal(some.length >= 2, true, `${target} ${language}`);
    }
  });

  test('every shipped name is understood as what it stands for, alone or as a doubt', () => {
    for (const [sense, languages] of Object.entries(synonyms)) {
      for (const one of Object.values(languages).flat()) {
        const { field, reason } = alone(one);
        const wanted = { name: 'full_name', not_imported: undefined, address: 'address' };
        const expected = Object.hasOwn(wanted, sense)
          ? wanted[sense as keyof typeof wanted]
          : sense;
        if (reason.startsWith('could be')) continue;
        const isLine = sense === 'address' && field === 'street';
        assert.equal(isLine ? 'address' : field, expected, `${one}: ${reason}`);
      }
    }
  });

  test('a file that is missing, broken or not whole is refused', () => {
    const folder = mkdtempSync(join(tmpdir(), 'clientferry-synonyms-'));
    const refuses = () => {
      assert.throws(
        () => loadSynonyms(folder),
        (error: unknown) => error instanceof FerryError && error.code === 'profile_invalid',
      );
    };
    try {
      refuses();
      for (const text of ['no json', '[]', '{"email": {"en": ["Email"]}}', '{"colour": {}}']) {
        writeFileSync(join(folder, 'synonyms.json'), text);
        refuses();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
