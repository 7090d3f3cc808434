/** What a list holds; another edition has the same clients under other names. */
export interface ListPlan {
  good: number;
  bad: number;
  blank: number;
  edition: number;
}

const HEADER = 'Client ID,First name,Last name,Email';

/** The records of a list: every third one is bad as long as there are bad ones to place. */
function recordsOf({ good, bad }: ListPlan): boolean[] {
  const isGood: boolean[] = [];
  for (let left = { good, bad }; left.good + left.bad > 0;) {
    const takesGood = left.bad === 0 || (left.good > 0 && isGood.length % 3 !== 2);
    isGood.push(takesGood);
    left = takesGood ? { ...left, good: left.good - 1 } : { ...left, bad: left.bad - 1 };
  }
  return isGood;
}

/** The list as a file. */
export function textOf(plan: ListPlan): string {
  const lines = recordsOf(plan).map((isGood, at) => {
    const { external_id: id, first_name: name, last_name: surname, email } = clientAt(plan, at);
    return [id, name, surname, isGood ? email : 'no address'].join(',');
  });
  return `${[HEADER, ...lines, ...Array<string>(plan.blank).fill('')].join('\n')}\n`;
}

const clientAt = ({ edition }: ListPlan, at: number) => ({
  external_id: String(at + 1).padStart(4, '0'),
  first_name: `Mira ${edition}`,
  last_name: 'Okafor',
  email: `client${at + 1}@example.org`,
});

/** The clients that come of it, as they must be served. */
export const clientsOf = (plan: ListPlan): object[] =>
  recordsOf(plan).flatMap((isGood, at) => (isGood ? [clientAt(plan, at)] : []));

/** The numbers, from 1, of the records that are rejected. */
export const rejectsOf = (plan: ListPlan): number[] =>
  recordsOf(plan).flatMap((isGood, at) => (isGood ? [] : [at + 1]));
