import metadata from 'libphonenumber-js/metadata.min.json';

/** Numbers of one kind (mobile, toll-free …) within a plan. */
interface NumberKind {
  readonly pattern: RegExp;
  readonly lengths: readonly number[];
}

/** How numbers are built in one country; patterns match from a number's start or, when whole, all of it. */
export interface PhonePlan {
  readonly callingCode: string;
  /** What is dialled before a foreign number, e.g. `00`. */
  readonly outwards: RegExp;
  /** The whole number without calling code and national prefix. */
  readonly whole: RegExp;
  /** Possible lengths of that number, in digits, rising. */
  readonly lengths: readonly number[];
  /** What stands before it when dialled within the country, e.g. `0`. */
  readonly prefix: RegExp | undefined;
  /** True when the prefix does more than go away, e.g. adds an area code. */
  readonly rewrites: boolean;
  /** Set where countries share a calling code and the first digits tell them apart. */
  readonly leading: RegExp | undefined;
  /** Set where countries share a calling code. */
  readonly kinds: readonly NumberKind[] | undefined;
}

/** Where things are in a plan of the metadata, version 4 (libphonenumber-js, `source/metadata.js`). */
const AT = {
  callingCode: 0,
  outwards: 1,
  whole: 2,
  lengths: 3,
  nationalPrefix: 5,
  prefixForParsing: 7,
  prefixRewrite: 8,
  leading: 10,
  kinds: 11,
} as const;

/** Plans by country, made when first asked for: there are 245. */
const plans = new Map<string, PhonePlan | undefined>();

/** The plan of a country by its ISO 3166-1 alpha-2 code in capitals; undefined when there is none. */
export function findPlan(country: string): PhonePlan | undefined {
  if (plans.has(country)) return plans.get(country);
  const known: Readonly<Record<string, readonly unknown[]>> = metadata.countries;
  const raw = Object.hasOwn(known, country) ? known[country] : undefined;
  if (raw === undefined) return undefined;
  const plan = createPlan(raw);
  plans.set(country, plan);
  return plan;
}

/** Plans by calling code, gathered when first asked for; the three digits of a text are the most that is asked for. */
const plansByCode = new Map<string, readonly PhonePlan[]>();

/** The plans of all countries with a calling code, the main one first; none when no country has it. */
export function listPlans(callingCode: string): readonly PhonePlan[] {
  let plans = plansByCode.get(callingCode);
  if (!plans) {
    plans = gatherPlans(callingCode);
    plansByCode.set(callingCode, plans);
  }
  return plans;
}

function gatherPlans(callingCode: string): readonly PhonePlan[] {
  const known: Readonly<Record<string, readonly string[]>> = metadata.country_calling_codes;
  const countries = Object.hasOwn(known, callingCode) ? known[callingCode] : undefined;
  return (countries ?? []).flatMap((country) => findPlan(country) ?? []);
}

/** Whether a country has its calling code for itself, or is the first of those that share it, as the US of 1. */
export function isMainCountry(country: string): boolean {
  const plan = findPlan(country);
  return plan !== undefined && listPlans(plan.callingCode)[0] === plan;
}

/** Whether a calling code belongs to no country, such as that of satellite phones. */
export function isWorldwide(callingCode: string): boolean {
  return Object.hasOwn(metadata.nonGeographic, callingCode);
}

function createPlan(raw: readonly unknown[]): PhonePlan {
  const prefix = textAt(raw, AT.prefixForParsing) ?? textAt(raw, AT.nationalPrefix);
  const leading = textAt(raw, AT.leading);
  const lengths = numbersIn(raw[AT.lengths]);
  return {
    callingCode: textAt(raw, AT.callingCode) ?? '',
    outwards: fromStart(textAt(raw, AT.outwards) ?? ''),
    whole: entire(textAt(raw, AT.whole) ?? ''),
    lengths,
    prefix: prefix === undefined ? undefined : fromStart(prefix),
    rewrites: textAt(raw, AT.prefixRewrite) !== undefined || /\((?!\?)/.test(prefix ?? ''),
    leading: leading === undefined ? undefined : fromStart(leading),
    kinds: createKinds(raw[AT.kinds], lengths),
  };
}

/** A kind without lengths of its own has those of the plan. */
function createKinds(raw: unknown, ofPlan: readonly number[]): readonly NumberKind[] | undefined {
  if (!Array.isArray(raw) || raw.length === 0) return undefined;
  return raw.filter(Array.isArray).flatMap((kind: readonly unknown[]) => {
    const pattern = textAt(kind, 0);
    if (pattern === undefined) return [];
    const lengths = numbersIn(kind[1]);
    return [{ pattern: entire(pattern), lengths: lengths.length > 0 ? lengths : ofPlan }];
  });
}

function textAt(raw: readonly unknown[], at: number): string | undefined {
  const value = raw[at];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numbersIn(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [];
}

const fromStart = (pattern: string) => new RegExp(`^(?:${pattern})`);
const entire = (pattern: string) => new RegExp(`^(?:${pattern})$`);
