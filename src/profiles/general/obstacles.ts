import { findQualifier } from './qualifiers.js';
import type { HeaderName } from './header-words.js';
import { NO_FIELD } from './understood.js';

/** Words (without accents) of persons and things whose names, numbers and addresses are not the client's. */
const OTHERS = words(
  'shipping ship delivery deliver consignee assistant parent parents mother father mum mom dad guardian spouse partner ' +
    'wife husband child emergency kin manager owner owned agent referrer referred referral referring sponsor supervisor ' +
    'staff employee provider vendor supplier rep representative salesperson stylist therapist practitioner technician ' +
    'instructor trainer doctor physician coach consultant advisor assigned assignee sender recipient reporter reports ' +
    'reporting envio entrega livraison liefer lieferung spedizione consegna bezorg ' +
    'aflever levering dostawa dostawy dostava leverans toimitus asistente assistent assistente asystent padre madre tutor ' +
    'mere eltern vater mutter genitore ouder rodzic opiekun rodic starsi foralder huoltaja conyuge conjoint ehepartner ' +
    'coniuge echtgenoot emergencia urgence notfall emergenza noodgeval nood emergencia awaryjny nuja nodfall hata gerente ' +
    'responsable betreuer eigentumer propietario proprietaire proprietario eigenaar wlasciciel lastnik agare omistaja ' +
    'agente vertreter משלוח חירום הורה מנהל בעלים סוכן עוזר אפוטרופוס',
);

/** Words of what the old tool wrote down about the record. */
const RECORD_KEEPING = words('created creator modified updated by');

/** Words of what belongs to a value without being it; they count beside other words only. */
const FACETS = words(
  'type types label status verified verification validated valid confirmed count counts date time timestamp format ' +
    'bounced bounce reason preference preferences extension ext method tipo typ soort rodzaj vrsta tyyppi fecha datum data ' +
    'pvm תאריך סוג verificado verifie verifiziert etikett',
);

/** Words of things that are never imported. */
const NEVER = words(
  'pager telex tty isdn ip password passwort passwd pwd contrasena motdepasse wachtwoord senha haslo geslo losenord salasana ' +
    'hash token secret pin otp ססמה סיסמה פקס beeper',
);

const NOT_PHONE = words(
  'id ids no nr num number numbers numero nummer amount date zip postal postcode tax vat card iban account bank order invoice ' +
    'price cost total code ref reference serial nip pesel regon nif cif dni cpf cnpj bsn kvk ssn siren siret ein abn ico oib ' +
    'emso dic gst pan licence license passport policy birth birthday dob created updated balance salary quantity qty sku isbn',
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/**
 * Why a column may not feed anything whatever else its name says (somebody else's phone, a fax number, a password), in words
 * for people; undefined when nothing stands in the way. Billing is judged by `isOfBilling`.
 */
export function findObstacle({ words: found }: HeaderName): string | undefined {
  const never = found.find((word) => NEVER.has(word) || word.includes('fax'));
  if (never !== undefined) return `"${never}": such values are not imported`;
  if (found.some((word) => RECORD_KEEPING.has(word))) return NO_FIELD;
  const other = found.find((word) => OTHERS.has(word));
  return other === undefined
    ? undefined
    : `"${other}" speaks of somebody or something else than the client`;
}

/** The word that makes a name speak of something about a value (its type, its date) rather than of the value. */
export function findFacet({ words: found }: HeaderName): string | undefined {
  return found.length > 1 ? found.find((word) => FACETS.has(word)) : undefined;
}

/** Whether a name speaks of billing; such a column may feed parts of the address when there is no other address. */
export function isOfBilling({ words: found }: HeaderName): boolean {
  return found.some((word) => findQualifier(word) === 'billing');
}

/** Whether a name speaks of numbers that look like phone numbers and are none. */
export function speaksOfOtherNumbers({ words: found }: HeaderName): boolean {
  return found.some((word) => NOT_PHONE.has(word));
}
