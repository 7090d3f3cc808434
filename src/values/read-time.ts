import { pad } from './calendar.js';

/** A time of day, as written. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** `.5` or nothing. */
  readonly fraction: string;
  /** `+08:00`; undefined when the text names none. */
  readonly offset: string | undefined;
}

const TIME =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(?: ?([ap])\.?m\.?)?(?: ?(z|utc|gmt|(?:utc|gmt)?[+-]\d{2}(?::?\d{2})?))?$/i;

/** Reads `13:45`, `1:45:00 PM`, `13:45:00.5+08:00`, `13:45Z`; undefined when it is no time. */
export function readTime(text: string): TimeOfDay | undefined {
  const [found, hours, minutes, seconds = '0', fraction = '', half, zone] = TIME.exec(text) ?? [];
  if (found === undefined) return undefined;
  const hour = toHour(Number(hours), half);
  const minute = Number(minutes);
  const second = Number(seconds);
  const offset = zone === undefined ? undefined : toOffset(zone);
  if (hour === undefined || minute > 59 || second > 59 || offset === null) return undefined;
  return { hour, minute, second, fraction: fraction.replace(/\.?0+$/, ''), offset };
}

function toHour(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour > 23 ? undefined : hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** Null when no place on Earth has it: offsets go from -12:00 to +14:00. */
function toOffset(zone: string): string | null {
  const [found, sign, hours, minutes = '00'] = /([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (found === undefined) return '+00:00';
  const total = Number(hours) * 60 + Number(minutes);
  const most = sign === '-' ? 12 * 60 : 14 * 60;
  if (Number(minutes) > 59 || total > most) return null;
  return total === 0 ? '+00:00' : `${sign ?? ''}${pad(Number(hours))}:${minutes}`;
}
