import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Numbers and times as people of one language write them. */
export interface Format {
  count: (value: number) => string;
  /** A share from 0 to 1, rounded down so that 100% means all. */
  percent: (share: number) => string;
  /** Of a UTC time in ISO 8601, in the reader's own time zone. */
  dateTime: (iso: string) => string;
  date: (iso: string) => string;
  bytes: (value: number) => string;
  /** Of milliseconds, in the two largest units that matter. */
  duration: (ms: number) => string;
  days: (value: number) => string;
  /** `a, b and c` */
  list: (items: readonly string[]) => string;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** The formats of a language. */
export function createFormat(language: string): Format {
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent' });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const days = new Intl.NumberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'long' });
  const list = new Intl.ListFormat(language);
  return {
    count: (value) => number.format(value),
    percent: (share) => percent.format(Math.floor(share * 100) / 100),
    dateTime: (iso) => dateTime.format(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
    bytes: (value) => formatBytes(language, value),
    duration: (ms) => formatDuration(language, ms),
    days: (value) => days.format(value),
    list: (items) => list.format(items),
  };
}

/** The formats of the language in use. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => createFormat(i18n.language), [i18n.language]);
}

function formatBytes(language: string, value: number): string {
  const power = Math.min(3, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: BYTE_UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power < 2 ? 0 : 1,
  }).format(value / 1000 ** power);
}

function formatDuration(language: string, ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const units = [
    ['hour', Math.floor(seconds / 3600)],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', seconds % 60],
  ] as const;
  const first = units.findIndex(([, amount]) => amount > 0);
  const shown = units.slice(first < 0 ? 2 : first).slice(0, 2);
  return new Intl.ListFormat(language, { type: 'unit', style: 'narrow' }).format(
    shown
      .filter(([, amount], index) => amount > 0 || index === 0)
      .map(([unit, amount]) =>
        new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(
          amount,
        ),
      ),
  );
}
