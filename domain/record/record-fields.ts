// What a record among a spreadsheet's metadata must be to be acted on: anybody who may edit the file may write there.
import { CELL_KINDS } from '../cells/cell.ts';
import { OWN_REACHES } from '../own-reach.ts';
import { FILTER_TESTS } from '../refresh/chosen-rows.ts';
import { RANGE_MODES } from '../refresh/modes.ts';
import { MINUTE_STEPS } from '../schedule-rule.ts';

type Check = (value: unknown) => boolean;

/** Google keeps no longer text in a tab's metadata. */
const LONGEST = 30_000;
const MOST_ROWS = 10_000_000;
const MOST_COLUMNS = 18_278;
const MOST_STEPS = 1_000_000;
/** Of columns that stand apart from a range. */
export const MOST_MARKS = 100;

const text =
  (most: number, pattern = /^/): Check =>
  (value) =>
    typeof value === 'string' && value.length <= most && pattern.test(value);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const whole =
  (most: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
const either =
  (...checks: Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));
const listOf =
  (check: Check, most = MOST_COLUMNS): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check);
const shape =
  (checks: Record<string, Check>): Check =>
  (value) =>
    isRecord(value) && Object.entries(checks).every(([key, check]) => check(own(value, key)));
const mapOf =
  (check: Check, { key, most }: { key: Check; most: number }): Check =>
  (value) => {
    if (!isRecord(value)) return false;
    const names = Object.keys(value);
    return names.length <= most && names.every((name) => key(name) && check(value[name]));
  };
const maybe = (check: Check): Check => either(check, oneOf(undefined));
const orNull = (check: Check): Check => either(check, oneOf(null));
const maybeNull = (check: Check): Check => maybe(orNull(check));

const flag: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const words = text(LONGEST);
// As toISOString writes it.
const instant = text(30, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/);
const time: Check = (value) => instant(value) && !Number.isNaN(Date.parse(String(value)));
/** Also the end of a named range's name. */
const id = text(64, /^[A-Za-z0-9_]+$/);
const slug = text(80, /^[a-z0-9]+(-[a-z0-9]+)*$/);

const parameterName = text(63, /^[a-z][a-z0-9_]*$/);
const MOST_PARAMETERS = 100;

const scalar = either(words, number, flag);
const value = either(scalar, oneOf(null), listOf(scalar));
const valueSource = either(
  shape({ from: oneOf('value'), value }),
  shape({ from: oneOf('cell'), place: text(500) }),
);

const named = shape({ name: words, label: words });
const options = shape({
  mode: maybe(oneOf(...RANGE_MODES)),
  keyColumns: maybe(listOf(words)),
  companionColumns: maybe(whole(MOST_COLUMNS)),
  ownColumns: maybe(oneOf(...OWN_REACHES)),
  apart: maybe(listOf(text(8, /^[0-9a-z]+$/), MOST_MARKS)),
  columns: maybe(listOf(named)),
  filter: maybe(listOf(shape({ column: words, is: oneOf(...FILTER_TESTS), than: words }))),
  sort: maybe(listOf(shape({ column: words, descending: flag }))),
  exactText: maybe(listOf(words)),
  statusLine: maybe(flag),
  inQueryOrder: maybe(flag),
  keepsOldRows: maybe(flag),
  told: maybe(flag),
});

const hour = whole(23);
const minute = maybe(whole(59));
const rule = either(
  shape({ every: oneOf('minutes'), minutes: oneOf(...MINUTE_STEPS) }),
  shape({ every: oneOf('hour'), minute }),
  shape({ every: oneOf('day', 'weekday'), hour, minute }),
  shape({ every: oneOf('week'), hour, minute, weekday: whole(6) }),
);
const schedule = shape({
  rule,
  owner: words,
  since: time,
  lastRunAt: orNull(time),
  failuresInARow: whole(MOST_ROWS),
  runningSince: maybe(time),
  triesAgain: maybe(flag),
  server: maybe(text(36, /^[0-9a-f-]+$/)),
  paused: maybe(shape({ by: words, at: time })),
});

const refreshed = shape({
  at: time,
  by: words,
  run: words,
  etag: words,
  timeZone: maybe(text(64)),
  truncated: flag,
  lagSeconds: orNull(number),
  key: maybe(listOf(words)),
  restored: maybeNull(whole(MOST_ROWS)),
  kept: maybe(whole(MOST_ROWS)),
  counting: maybe(whole(MOST_ROWS)),
  losses: maybe(listOf(words)),
});
const movingMark = shape({
  value: text(100),
  row: whole(MOST_ROWS),
  first: whole(MOST_COLUMNS),
  last: whole(MOST_COLUMNS),
  cells: listOf(text(20), 20),
});
const refreshing = shape({
  at: time,
  by: words,
  run: words,
  rows: whole(MOST_ROWS),
  last: orNull(number),
  columns: maybe(listOf(named)),
  marks: maybe(listOf(movingMark, MOST_MARKS)),
  until: maybe(time),
});

// [name, label or 0 for the same, kind, format, 1 for mixed]
const column: Check = (kept) =>
  Array.isArray(kept) &&
  words(kept[0]) &&
  either(words, oneOf(0))(kept[1]) &&
  oneOf(...CELL_KINDS)(kept[2]) &&
  words(kept[3]) &&
  oneOf(undefined, 1)(kept[4]);

const undo = shape({
  at: time,
  of: maybe(oneOf('insert', 'options', 'rows')),
  step: maybe(whole(MOST_STEPS)),
});

const record = shape({
  id,
  spreadsheet: maybe(text(200)),
  slug,
  title: maybe(words),
  values: maybe(mapOf(valueSource, { key: parameterName, most: MOST_PARAMETERS })),
  options: maybe(options),
  columns: listOf(column),
  rowCount: maybe(whole(MOST_ROWS)),
  wrote: maybeNull(shape({ ordered: number, anyOrder: number, columns: maybe(words) })),
  refreshed: maybeNull(refreshed),
  refreshing: maybeNull(refreshing),
  problem: maybeNull(
    shape({ code: text(100, /^[a-z_]+$/), detail: words, at: time, shape: maybe(text(100)) }),
  ),
  schedule: maybeNull(schedule),
  prompts: maybeNull(shape({ on: listOf(oneOf('open', 'edit'), 2), owner: words })),
  guess: maybeNull(shape({ columns: listOf(words) })),
  undo: maybeNull(undo),
  lit: maybe(oneOf(true)),
});

/** Whether every field of a kept record is one that this version writes. */
export function isRecordOfOurs(kept: unknown): boolean {
  return record(kept);
}

/** An object with keys, as JSON has it. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: Record<string, unknown>, key: string): unknown {
  return Object.prototype.hasOwnProperty.call(value, key) ? value[key] : undefined;
}
