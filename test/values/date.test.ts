import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findDateOrder, toIsoDate, toIsoDateTime } from '../../src/values/date.js';
import type { DateOrder } from '../../src/values/read-day.js';

const read = (text: string, order?: DateOrder) => toIsoDate(text, { order });
const readTime = (text: string, zone = 'Asia/Manila', order?: DateOrder) =>
  toIsoDateTime(text, { order, zone });

test('what is not clear, or no day of the calendar, is not read', () => {
  const unclear = [
    ...['', 'soon', '04/05/2026', '4-5-2026', '04/05/26', '4 Feb 26', '2026-02', 'Feb 2026'],
    ...[
      '30/02/2026',
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '0/13/2026',
      '31.04.2026',
      '40/40/2026',
    ],
    ...[
      '1770163200',
      '45000',
      '2026-02/04',
      '4 Smarch 2026',
      '2026-02-04 25:00',
      '2026-02-04 nonsense',
    ],
    ...['2026-02-04 13:00 PM', '2026-02-04 0:30 AM', '2026-02-04T10:00+15:00', '10:00'],
  ];
  for (const text of unclear) {
    assert.equal(read(text), undefined, text);
    assert.equal(readTime(text), undefined, text);
  }
});

test('days are read in the forms that tools write', () => {
  const forms = [
    ...['2026-02-04', '2026-2-4', '2026/02/04', '2026.02.04', '20260204', '4.2.2026', '04.02.2026'],
    ...['4 Feb 2026', '4 February 2026', '04-Feb-2026', '4. Feb. 2026', '4th February 2026'],
    ...[
      'Feb 4, 2026',
      'February 4th, 2026',
      'FEB 4 2026',
      'Wed, 4 Feb 2026',
      'Wednesday, February 4, 2026',
    ],
    ...['2026-02-04T00:00:00', '2026-02-04 13:45', '2026-02-04T00:00:00.000Z', '  2026-02-04  '],
  ];
  for (const text of forms) assert.equal(read(text), '2026-02-04', text);
});

test('day and month are told apart by the order, or by a number too great for a month', () => {
  assert.equal(read('04/05/2026', 'dmy'), '2026-05-04');
  assert.equal(read('04/05/2026', 'mdy'), '2026-04-05');
  assert.equal(read('04/05/2026', 'ymd'), undefined);
  assert.equal(read('13/05/2026'), '2026-05-13');
  assert.equal(read('05/13/2026'), '2026-05-13');
  assert.equal(read('05/13/2026', 'dmy'), undefined);
  assert.equal(read('13/05/2026', 'mdy'), undefined);
  assert.equal(read('05/05/2026'), '2026-05-05');
  assert.equal(read('04.05.2026', 'mdy'), '2026-04-05');
  assert.equal(read('2026-02-04', 'dmy'), '2026-02-04');
});

test('a day whose time has an offset is read only at midnight, as it could be another day elsewhere', () => {
  assert.equal(read('2026-02-04T00:00:00Z'), '2026-02-04');
  assert.equal(read('2026-02-04T22:00:00Z'), undefined);
  assert.equal(read('2026-02-04T22:00:00'), '2026-02-04');
});

test('a moment gets the offset of its zone at that time, and keeps one that it has', () => {
  assert.equal(readTime('2026-02-04'), '2026-02-04T00:00:00+08:00');
  assert.equal(readTime('13/02/2026 9:05'), '2026-02-13T09:05:00+08:00');
  assert.equal(readTime('2/13/2026 1:45:10 PM'), '2026-02-13T13:45:10+08:00');
  assert.equal(readTime('4 Feb 2026, 12:00 a.m.'), '2026-02-04T00:00:00+08:00');
  assert.equal(readTime('2026-02-04 12:30 PM'), '2026-02-04T12:30:00+08:00');
  assert.equal(readTime('Feb 4, 2026 at 3:04 pm'), '2026-02-04T15:04:00+08:00');
  assert.equal(readTime('04/05/2026 10:00', 'UTC', 'dmy'), '2026-05-04T10:00:00+00:00');
  assert.equal(readTime('2026-02-04T10:00:00.120Z'), '2026-02-04T10:00:00.12+00:00');
  assert.equal(readTime('2026-02-04 10:00:00 -0500'), '2026-02-04T10:00:00-05:00');
  assert.equal(readTime('Wed, 4 Feb 2026 10:00:00 GMT'), '2026-02-04T10:00:00+00:00');
  assert.equal(readTime('2026-01-15 10:00', 'Europe/Berlin'), '2026-01-15T10:00:00+01:00');
  assert.equal(readTime('2026-07-15 10:00', 'Europe/Berlin'), '2026-07-15T10:00:00+02:00');
});

test('a time that clocks leap over, and a zone that is none, give no moment', () => {
  assert.equal(readTime('2026-03-29 02:30', 'Europe/Berlin'), undefined);
  assert.equal(readTime('2026-02-04', 'No/Where'), undefined);
  assert.equal(readTime('2026-02-04 10:00', 'No/Where'), undefined);
  assert.equal(readTime('2026-02-04 10:00Z', 'No/Where'), '2026-02-04T10:00:00+00:00');
});

test('the order of a column is told by its values, unless they contradict each other', () => {
  assert.equal(findDateOrder([]), undefined);
  assert.equal(findDateOrder(['1/2/2026', '3/4/2026', 'x', '']), undefined);
  assert.equal(findDateOrder(['1/2/2026', '13/2/2026']), 'dmy');
  assert.equal(findDateOrder(['1/2/2026', '2/13/2026 10:00 PM']), 'mdy');
  assert.equal(findDateOrder(['2026-01-02', '2026-03-04']), 'ymd');
  assert.equal(findDateOrder(['2026-01-02', '13.2.2026']), 'dmy');
  assert.equal(findDateOrder(['13/2/2026', '2/13/2026']), undefined);
  assert.equal(findDateOrder(['13/14/2026', '40/1/2026', '0/13/2026']), undefined);
});

const anyDay = fc.date({
  min: new Date('1000-01-01T00:00:00Z'),
  max: new Date('9999-12-31T00:00:00Z'),
  noInvalidDate: true,
});

test('every day reads the same in every form, and is its own reading', () => {
  fc.assert(
    fc.property(anyDay, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [year = '', month = '', day = ''] = iso.split('-');
      assert.equal(read(iso), iso);
      assert.equal(read(`${day}/${month}/${year}`, 'dmy'), iso);
      assert.equal(read(`${month}/${day}/${year}`, 'mdy'), iso);
      assert.equal(read(`${day}.${month}.${year}`), iso);
    }),
  );
});

test('a moment that was read is its own reading in any zone', () => {
  fc.assert(
    fc.property(
      anyDay,
      fc.constantFrom('UTC', 'Asia/Jerusalem', 'America/New_York'),
      (date, zone) => {
        const moment = readTime(date.toISOString().slice(0, 19), zone);
        if (moment !== undefined && !/[+-]\d\d:\d\d:/.test(moment)) {
          const same = readTime(moment, 'Asia/Manila');
          assert.equal(same, moment);
        }
      },
    ),
  );
});
