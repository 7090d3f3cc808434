import { isOfAddress, type Sense } from './sense.js';

/** What a word beside the meaning of a column says about it. */
export type Qualifier =
  | 'client'
  | 'filler'
  | 'plain'
  | 'primary'
  | 'mobile'
  | 'home'
  | 'work'
  | 'other'
  | 'mailing'
  | 'address'
  | 'company'
  | 'billing';

/** Words without accents, of all languages. */
const WORDS: Readonly<Record<Qualifier, string>> = {
  client:
    'client clients customer customers contact contacts patient member guest lead person personne persona student attendee ' +
    'subscriber donor individual cliente kunde kunden klant klanten klient klienta stranka stranke kund asiakas ' +
    'asiakkaan contacto contato contatto kontakt לקוח הלקוח',
  filler:
    'the a of your my our for to de del du des d l la le el da do der die das des van di ' +
    'della dello het את של',
  plain: 'value personal current',
  primary:
    'primary main default principal principale haupt hauptsachlich glowny glowna hoofd glavni glavna primar huvud ' +
    'ensisijainen ראשי',
  mobile:
    'mobile mob cell cellular cellphone sms movil celular mobil mobiel mobiele handy handynummer gsm portable cellulare ' +
    'telemovel komorka komorkowy mobilni mobitel prenosni mobilnummer mobiltelefon matkapuhelin matkapuhelinnumero kannykka ' +
    'handphone נייד סלולרי פלאפון',
  home:
    'home house residential residence private privat prive casa domicile domicilio particulier thuis dom domowy domaci hem ' +
    'koti evening landline festnetz fisso fijo fixe בית בבית',
  work:
    'work business office daytime professional trabajo oficina travail bureau professionnel arbeit geschaftlich buro ' +
    'dienstlich lavoro ufficio werk kantoor zakelijk trabalho praca sluzbowy sluzbeni arbete jobb tyo עבודה',
  other:
    'other others alternate alternative alt secondary second third additional backup extra otro otra secundario autre ' +
    'secondaire andere weitere altro secondario ander outro secundaria inny drugi annan muu נוסף',
  mailing: 'mailing postal correspondence physical',
  address:
    'address addr adresse direccion indirizzo adres adress endereco morada naslov osoite כתובת',
  company: 'company corporate organization organisation',
  billing:
    'billing bill invoice invoicing rechnung rechnungs facturacion facturation fatturazione factuur faturacao cobranca ' +
    'faktura fakturering fakturerings laskutus racun חיוב חשבונית',
};

const QUALIFIERS: ReadonlyMap<string, Qualifier> = new Map(
  (Object.keys(WORDS) as Qualifier[]).flatMap((qualifier) =>
    WORDS[qualifier].split(' ').map((word) => [word, qualifier] as const),
  ),
);

/** What a word (lower case, without accents) says beside a meaning, or undefined when it is no such word. */
export function findQualifier(word: string): Qualifier | undefined {
  return QUALIFIERS.get(word);
}

const FOR_ANY: ReadonlySet<Qualifier> = new Set(['client', 'filler', 'primary']);
const FOR_CONTACT: ReadonlySet<Qualifier> = new Set([
  ...FOR_ANY,
  'plain',
  'mobile',
  'home',
  'work',
  'other',
]);
const FOR_ADDRESS: ReadonlySet<Qualifier> = new Set([
  ...FOR_ANY,
  'plain',
  'home',
  'work',
  'other',
  'mailing',
  'address',
  'company',
  'billing',
]);

/** Whether a qualifier may stand beside a sense: there are work phones and other addresses, but no work first names. */
export function fits(qualifier: Qualifier, sense: Sense): boolean {
  if (isOfAddress(sense)) return FOR_ADDRESS.has(qualifier);
  if (sense === 'email' || sense === 'phone') return FOR_CONTACT.has(qualifier);
  return FOR_ANY.has(qualifier);
}
