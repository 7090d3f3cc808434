import { createRequire } from 'node:module';

/**
 * The number formats of spreadsheets. Loaded as CommonJS, since the package's ES build lacks the mark by which worker threads
 * tell it as one (tried with numfmt 3.2; 4.0 says that it has a CommonJS build and has none).
 */
const numfmt = createRequire(import.meta.url)('numfmt') as typeof import('numfmt');

export const { format, getFormatDateInfo, getFormatInfo, isDateFormat, isTextFormat } = numfmt;

/** The formats that a workbook names by number alone (ECMA-376 part 1, section 18.8.30). */
const BUILT_IN: Readonly<Record<number, string>> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'mm-dd-yy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'm/d/yy h:mm',
  // In East Asian workbooks; what they look like depends on the language, that they are dates does not.
  27: 'm/d/yyyy',
  28: 'm/d/yyyy',
  29: 'm/d/yyyy',
  30: 'm/d/yyyy',
  31: 'm/d/yyyy',
  32: 'h:mm',
  33: 'h:mm:ss',
  34: 'h:mm AM/PM',
  35: 'h:mm:ss AM/PM',
  36: 'm/d/yyyy',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;[Red](#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;[Red](#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mmss.0',
  48: '##0.0E+0',
  49: '@',
  50: 'm/d/yyyy',
  51: 'm/d/yyyy',
  52: 'm/d/yyyy',
  53: 'm/d/yyyy',
  54: 'm/d/yyyy',
  55: 'h:mm AM/PM',
  56: 'h:mm:ss AM/PM',
  57: 'm/d/yyyy',
  58: 'm/d/yyyy',
};

/** The format of that number, or undefined when it is none that every workbook knows. */
export function getFormatFromId(id: number): string | undefined {
  return BUILT_IN[id];
}
