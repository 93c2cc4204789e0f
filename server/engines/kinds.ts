// What the text of a field is: a row for each kind. Formats and sheets know these alone; an engine's types.ts says which
// of its types is which.
import type { Column, ColumnType } from '../../domain/contract/result.ts';

/** How the text of a kind is written into a file. */
export type Writing =
  /** Any text: what a format takes for its own is escaped. */
  | 'escaped'
  /** Text without quotes, commas, backslashes, line breaks and other control characters. */
  | 'plain'
  | 'boolean'
  | 'integer'
  | 'whole'
  | 'decimal'
  | 'float'
  | 'instant';

interface KindOfText {
  /** What a sheet needs to know of it. */
  type: ColumnType;
  writing: Writing;
  /** What a text holds that a sheet can add up. */
  holds?: Column['holds'];
}

const KINDS = {
  /** Any text. */
  text: { type: 'text', writing: 'escaped' },
  /** Text without quotes and their like, such as a UUID. */
  plain: { type: 'text', writing: 'plain' },
  /** `t` or `f`. */
  boolean: { type: 'boolean', writing: 'boolean' },
  /** A whole number of at most ten digits. */
  integer: { type: 'number', writing: 'integer' },
  /** A whole number of any length. */
  bigint: { type: 'number', writing: 'whole' },
  /** A decimal number of any length; or `NaN`, `Infinity`. */
  decimal: { type: 'number', writing: 'decimal' },
  /** A double, or less, in the shortest text that gives the same number again; or `NaN`, `Infinity`. */
  float: { type: 'number', writing: 'float' },
  /** `2026-11-28`; a year may have more digits, and a date may end with ` BC` or be `infinity`. */
  date: { type: 'date', writing: 'plain' },
  /** `09:30:00.5`, without a zone. */
  time: { type: 'time', writing: 'plain' },
  /** `2026-11-28 09:30:00.5`, without a zone. */
  timestamp: { type: 'datetime', writing: 'plain' },
  /** A moment: `2026-11-28 09:30:00.5+01`, in whatever offset. */
  instant: { type: 'datetime', writing: 'instant' },
  /** An amount in a locale's writing: `-$1,234.50`. */
  money: { type: 'text', writing: 'escaped', holds: 'money' },
  /** A span of time as PostgreSQL writes it: `1 mon 3 days 04:05:06.5`. */
  duration: { type: 'text', writing: 'plain', holds: 'duration' },
  /** A JSON document. */
  json: { type: 'json', writing: 'escaped' },
} as const satisfies Record<string, KindOfText>;

export type Kind = keyof typeof KINDS;

/** What formats and sheets must know of a kind of text. */
export function kindOfText(kind: Kind): KindOfText {
  return KINDS[kind];
}
