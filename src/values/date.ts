import { DateTime } from 'luxon';
import { pad, writeDay, type Day } from './calendar.js';
import { isYearFirst, readDay, readYearLast, type DateOrder } from './read-day.js';
import { readTime, type TimeOfDay } from './read-time.js';

/** Longer texts are no dates. */
const MAX_CHARACTERS = 64;

const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? /i;

/**
 * The day that a text names, as `2026-02-04`; undefined when it is not clear which one, or there is no such day. `order` tells
 * day and month apart in dates of digits. A time of day is left out, but one with an offset only at midnight, since the day
 * may be another one where it was meant.
 */
export function toIsoDate(text: string, { order }: { order: DateOrder }): string | undefined {
  const moment = readMoment(text, order);
  if (!moment) return undefined;
  const { day, time } = moment;
  return time?.offset !== undefined && !isMidnight(time) ? undefined : writeDay(day);
}

/**
 * The moment that a text names, as full ISO 8601 with an offset, `2026-02-04T00:00:00+08:00`; undefined when it is not clear.
 * Without a time it is the start of the day; without an offset it is the one of `zone` (an IANA name) at that time.
 */
export function toIsoDateTime(
  text: string,
  { order, zone }: { order: DateOrder; zone: string },
): string | undefined {
  const moment = readMoment(text, order);
  const written = moment && writeDay(moment.day);
  if (!moment || written === undefined) return undefined;
  const { day, time } = moment;
  if (!time) return startOfDay(day, zone);
  const offset = time.offset ?? offsetAt(day, time, zone);
  return offset === undefined ? undefined : `${written}T${writeTime(time)}${offset}`;
}

/**
 * The order of day, month and year in a column, told by the values in which a number is too great for a month; undefined
 * when none is, or when they contradict each other.
 */
export function findDateOrder(samples: readonly string[]): DateOrder {
  const orders = new Set(samples.map(orderOf));
  if (orders.has('dmy') && orders.has('mdy')) return undefined;
  if (orders.has('dmy')) return 'dmy';
  if (orders.has('mdy')) return 'mdy';
  return orders.has('ymd') ? 'ymd' : undefined;
}

function orderOf(sample: string): DateOrder {
  if (sample.length > MAX_CHARACTERS) return undefined;
  const [day] = splitMoment(sample);
  if (isYearFirst(day)) return 'ymd';
  const { first = 0, second = 0 } = readYearLast(day) ?? {};
  if (first > 12 && first <= 31 && second <= 12) return 'dmy';
  return second > 12 && second <= 31 && first <= 12 && first > 0 ? 'mdy' : undefined;
}

function readMoment(
  text: string,
  order: DateOrder,
): { readonly day: Day; readonly time: TimeOfDay | undefined } | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const [dayText, timeText] = splitMoment(text);
  const day = readDay(dayText, order);
  const time = timeText === undefined ? undefined : readTime(timeText);
  if (!day || (timeText !== undefined && !time)) return undefined;
  return { day, time };
}

/** A text before and after the place where its time begins; without a time the second is undefined. */
function splitMoment(text: string): [day: string, time: string | undefined] {
  const plain = text.trim().replace(/\s+/g, ' ').replace(WEEKDAY, '');
  const colon = plain.indexOf(':');
  if (colon < 0) return [plain, undefined];
  const before = plain.slice(0, colon).replace(/\d{1,2}$/, '');
  return [before.replace(/(?:,| at|,at|T)? ?$/, '').trim(), plain.slice(before.length)];
}

const isMidnight = ({ hour, minute, second, fraction }: TimeOfDay): boolean =>
  hour === 0 && minute === 0 && second === 0 && fraction === '';

const writeTime = ({ hour, minute, second, fraction }: TimeOfDay): string =>
  `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}`;

/** Clocks put forward at midnight make a day start at one o'clock. */
function startOfDay(day: Day, zone: string): string | undefined {
  const start = DateTime.fromObject({ ...day }, { zone }).startOf('day');
  return start.isValid ? start.toFormat("yyyy-MM-dd'T'HH:mm:ssZZ") : undefined;
}

/** Undefined for an unknown zone, and for a time that clocks leap over when they are put forward. */
function offsetAt(day: Day, { hour, minute, second }: TimeOfDay, zone: string): string | undefined {
  const moment = DateTime.fromObject({ ...day, hour, minute, second }, { zone });
  return moment.isValid && moment.hour === hour && moment.minute === minute
    ? moment.toFormat('ZZ')
    : undefined;
}
