const secondsPerDay = 86_400;
/** The day before 1 January 10000, the last that spreadsheets know. */
const lastSerial = 2_958_466;
/** Days from the beginning of the 1900 system to that of the 1904 system. */
const days1904 = 1_462;
/** Day 60 of the 1900 system is 29 February 1900, which never was (ECMA-376 part 1, section 18.17.4.1). */
const leapBug = 60;

/**
 * Writes a spreadsheet's day number as `YYYY-MM-DD`, or with `hasTime` as `YYYY-MM-DDTHH:MM:SS`, both as on the sheet: there
 * is no time zone. Undefined when it is no date.
 */
export function displayDate(serial: number, is1904: boolean, hasTime: boolean): string | undefined {
  const from1900 = is1904 ? serial + days1904 : serial;
  if (!(from1900 >= 1 && from1900 < lastSerial) || (is1904 && serial < 0)) return undefined;
  const seconds = hasTime
    ? Math.round(from1900 * secondsPerDay)
    : Math.floor(from1900) * secondsPerDay;
  const day = Math.floor(seconds / secondsPerDay);
  if (day === leapBug) return undefined;
  const epoch = Date.UTC(1899, 11, day < leapBug ? 31 : 30);
  const iso = new Date(epoch + seconds * 1000).toISOString();
  return hasTime ? iso.slice(0, 19) : iso.slice(0, 10);
}
