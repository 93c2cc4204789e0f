// How numbers and dates are written in the spreadsheet locales that the simulator knows.

export interface Locale {
  id: string;
  decimal: string;
  group: string;
  /** Order of day, month and year in a short date, and what stands between. */
  dateOrder: 'mdy' | 'dmy' | 'ymd';
  dateSeparators: string[];
  /** Number formats that a date, a date with a time and a time get in an Automatic cell. */
  dateFormat: string;
  dateTimeFormat: string;
  timeFormat: string;
  currency: string;
  currencyFirst: boolean;
  months: string[];
  weekdays: string[];
  true: string;
  false: string;
}

const english = {
  months: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  true: 'TRUE',
  false: 'FALSE',
};

const locales: Locale[] = [
  {
    ...english,
    id: 'en_US',
    decimal: '.',
    group: ',',
    dateOrder: 'mdy',
    dateSeparators: ['/', '-'],
    dateFormat: 'M/d/yyyy',
    dateTimeFormat: 'M/d/yyyy H:mm:ss',
    timeFormat: 'h:mm:ss am/pm',
    currency: '$',
    currencyFirst: true,
  },
  {
    ...english,
    id: 'en_GB',
    decimal: '.',
    group: ',',
    dateOrder: 'dmy',
    dateSeparators: ['/', '-'],
    dateFormat: 'dd/MM/yyyy',
    dateTimeFormat: 'dd/MM/yyyy HH:mm:ss',
    timeFormat: 'HH:mm:ss',
    currency: '£',
    currencyFirst: true,
  },
  {
    id: 'de_DE',
    decimal: ',',
    group: '.',
    dateOrder: 'dmy',
    dateSeparators: ['.'],
    dateFormat: 'dd.MM.yyyy',
    dateTimeFormat: 'dd.MM.yyyy HH:mm:ss',
    timeFormat: 'HH:mm:ss',
    currency: '€',
    currencyFirst: false,
    months: [
      'Januar',
      'Februar',
      'März',
      'April',
      'Mai',
      'Juni',
      'Juli',
      'August',
      'September',
      'Oktober',
      'November',
      'Dezember',
    ],
    weekdays: ['Sonntag', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag'],
    true: 'WAHR',
    false: 'FALSCH',
  },
  {
    id: 'fr_FR',
    decimal: ',',
    group: '\u00a0',
    dateOrder: 'dmy',
    dateSeparators: ['/', '-'],
    dateFormat: 'dd/MM/yyyy',
    dateTimeFormat: 'dd/MM/yyyy HH:mm:ss',
    timeFormat: 'HH:mm:ss',
    currency: '€',
    currencyFirst: false,
    months: [
      'janvier',
      'février',
      'mars',
      'avril',
      'mai',
      'juin',
      'juillet',
      'août',
      'septembre',
      'octobre',
      'novembre',
      'décembre',
    ],
    weekdays: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
    true: 'VRAI',
    false: 'FAUX',
  },
  {
    ...english,
    id: 'ja_JP',
    decimal: '.',
    group: ',',
    dateOrder: 'ymd',
    dateSeparators: ['/', '-'],
    dateFormat: 'yyyy/MM/dd',
    dateTimeFormat: 'yyyy/MM/dd H:mm:ss',
    timeFormat: 'H:mm:ss',
    currency: '¥',
    currencyFirst: true,
    months: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
    weekdays: ['日曜日', '月曜日', '火曜日', '水曜日', '木曜日', '金曜日', '土曜日'],
  },
];

export const isKnownLocale = (id: string) => locales.some((known) => known.id === id);

/** Throws for a locale that the simulator does not know, rather than reading it as another. */
export function localeNamed(id: string): Locale {
  const locale = locales.find((known) => known.id === id);
  if (!locale) throw new Error(`The simulator does not know the spreadsheet locale ${id}.`);
  return locale;
}
