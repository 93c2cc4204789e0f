// Dates and times in spreadsheets of many zones: written once, and equal when they are read again.
import { expect, test } from '@jest/globals';
import { col } from '../desk/backend.ts';
import { Desk } from '../desk/desk.ts';
import { shownIn } from '../desk/shown-days.ts';

const zones = [
  ...['Etc/UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
  ...['America/Sao_Paulo', 'Africa/Monrovia', 'Pacific/Apia'],
];

// Around the hours that clocks skip and repeat, in all of these zones.
const stamps = [
  ...['2025-03-09 02:30:00', '2025-03-30 02:30:00', '2025-10-05 02:15:00', '2017-10-15 00:30:00'],
  ...['2025-11-02 01:30:00', '2025-10-26 02:30:00', '2011-12-30 12:00:00', '1972-01-07 00:20:00'],
  ...[
    '1900-01-01 00:00:00',
    '9999-12-31 23:59:59',
    '2025-06-01 12:00:00.125',
    '1945-08-14 12:34:56',
  ],
];

const spreadsheets = [
  ...zones.map((timeZone) => ({ timeZone, locale: 'en_US' })),
  { timeZone: 'Europe/Paris', locale: 'de_DE' },
];

for (const { timeZone, locale } of spreadsheets) {
  test(`in ${timeZone} and ${locale} an unchanged refresh finds every date and time as it wrote them`, () => {
    const desk = new Desk({ timeZone, locale });
    desk.backend.save('times', {
      columns: [
        col('local', 'datetime', 'timestamp'),
        col('at', 'datetime', 'timestamptz'),
        col('day', 'date'),
        col('time', 'time'),
      ],
      rows: stamps.map((stamp) => [
        stamp,
        `${stamp.replace(' ', 'T')}Z`,
        stamp.slice(0, 10),
        stamp.slice(11),
      ]),
    });
    const { range } = desk.insert('times');
    expect(
      desk
        .shown('Times')
        .slice(1)
        .map(([local]) => local?.replace(/[.,]\d+$/, '')),
    ).toEqual(stamps.map((stamp) => shownIn(stamp.slice(0, 19), locale)));

    expect(desk.refresh(range.id).changes).toMatchObject({ unchanged: true, cellsEditedByHand: 0 });
  });
}
