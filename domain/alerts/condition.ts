// What an evaluation saw: a query's result, read by an alert's condition.
import type { AlertCondition } from '../contract/alert.ts';
import { tableDifference } from '../difference/table-difference.ts';
import { compareNumbers, isChangedByMore } from './numbers.ts';

/** What an alert is about. */
export interface Watched {
  when: AlertCondition;
  /** The columns that tell subjects apart; none: the whole result is one subject. */
  key: readonly string[];
}

/** A small result, each field as the database wrote it. */
export interface WatchedResult {
  columns: readonly string[];
  rows: readonly (readonly (string | null)[])[];
  /** It has more rows than these. */
  truncated: boolean;
}

/** A row as it is told: each column that is no key, with its text. */
export type ToldRow = (readonly [column: string, text: string | null])[];

/** A subject that meets the condition now. */
export interface MetSubject {
  id: string;
  name: (string | null)[];
  /** How many rows meet it, and the first of them. */
  count: number;
  rows: ToldRow[];
}

/** What differs from the look before. */
export interface SeenChanges {
  came: number;
  went: number;
  changed: number;
  /** The first of them; of a row that changed, what changed of it. */
  first: { how: 'came' | 'went' | 'changed'; name: (string | null)[]; row: ToldRow }[];
}

export type Sight =
  | {
      state: 'seen';
      met: MetSubject[];
      /** Subjects that have no value which could be compared: they stay as they are. */
      unclear: string[];
    }
  | { state: 'compared'; changes: SeenChanges }
  | { state: 'no_data' }
  | { state: 'failing'; reason: string };

type Verdict = 'met' | 'not_met' | 'unclear';

const MOST_TOLD_ROWS = 10;

/** To compare more values takes longer than others should wait. */
const MOST_COMPARED = 25_000;
const TOO_MANY_VALUES =
  'The result has more than 25,000 values, too many to be compared with the look before. Ask for fewer rows or columns.';

/** The id of the one subject of an alert without key columns. */
const WHOLE = '[]';

/** Whether the condition is about what differs from the look before. */
export function isOfChange(when: AlertCondition): boolean {
  return when === 'changes' || (typeof when === 'object' && when.is === 'changed_by_more_than');
}

/**
 * Reads a result. Evidence, which is every column but the keys, says nothing of who a subject is. `before` is the result of
 * the look before, for a condition of change; null: there was none.
 */
export function sightOf(
  { when, key }: Watched,
  result: WatchedResult,
  before: WatchedResult | null = null,
): Sight {
  if (result.truncated) return failing('The result has more rows than an alert looks at.');
  const wanted = typeof when === 'object' ? [...key, when.column] : key;
  const missing = when === 'no_rows' ? undefined : wanted.find((name) => !isIn(result, name));
  if (missing !== undefined) return failing(`The result has no column named ${missing}.`);
  if (when === 'no_rows') return result.rows.length > 0 ? seen([]) : seen([wholeSubject()]);
  if (when === 'changes' && result.rows.length * result.columns.length > MOST_COMPARED)
    return failing(TOO_MANY_VALUES);
  if (when === 'changes') return { state: 'compared', changes: changesOf(key, before, result) };
  if (result.rows.length === 0) return when === 'rows' ? seen([]) : { state: 'no_data' };
  return bySubject(when, key, { result, before });
}

const seen = (met: MetSubject[]): Sight => ({ state: 'seen', met, unclear: [] });
const failing = (reason: string): Sight => ({ state: 'failing', reason });
const isIn = ({ columns }: WatchedResult, name: string) => columns.includes(name);
const wholeSubject = (): MetSubject => ({ id: WHOLE, name: [], count: 0, rows: [] });

function bySubject(
  when: Exclude<AlertCondition, 'no_rows' | 'changes'>,
  key: readonly string[],
  { result, before }: { result: WatchedResult; before: WatchedResult | null },
): Sight {
  const { columns, rows } = result;
  const places = key.map((name) => columns.indexOf(name));
  const evidence = columns.flatMap((name, place) =>
    places.includes(place) ? [] : [{ name, place }],
  );
  const verdictOf = judge(when, columns, valuesBefore(when, key, before));
  const met = new Map<string, MetSubject>();
  const unclear = new Set<string>();
  for (const row of rows) {
    const name = places.map((place) => row[place] ?? null);
    const id = JSON.stringify(name);
    const verdict = verdictOf(row, id);
    if (verdict === 'not_met') continue;
    if (verdict === 'unclear') unclear.add(id);
    else {
      const told = evidence.map(({ name: column, place }) => [column, row[place] ?? null] as const);
      note(met, { id, name }, told);
    }
  }
  return {
    state: 'seen',
    met: [...met.values()],
    unclear: [...unclear].filter((id) => !met.has(id)),
  };
}

function note(
  met: Map<string, MetSubject>,
  { id, name }: Pick<MetSubject, 'id' | 'name'>,
  row: ToldRow,
): void {
  const subject = met.get(id) ?? { id, name, count: 0, rows: [] };
  met.set(id, subject);
  subject.count += 1;
  if (subject.rows.length < MOST_TOLD_ROWS) subject.rows.push(row);
}

function judge(
  when: Exclude<AlertCondition, 'no_rows' | 'changes'>,
  columns: readonly string[],
  before: ReadonlyMap<string, string | null>,
): (row: readonly (string | null)[], id: string) => Verdict {
  if (when === 'rows') return () => 'met';
  const { column, is } = when;
  const place = columns.indexOf(column);
  const than = String(when.than);
  if (is !== 'changed_by_more_than') return (row) => verdictOn(row[place] ?? null, is, than);
  return (row, id) => verdictOnChange(before.get(id) ?? null, row[place] ?? null, than);
}

/** What the column held for each subject; what it held for several rows of one is not known. */
function valuesBefore(
  when: Exclude<AlertCondition, 'no_rows' | 'changes'>,
  key: readonly string[],
  before: WatchedResult | null,
): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>();
  if (before === null || typeof when !== 'object') return values;
  const places = key.map((name) => before.columns.indexOf(name));
  const place = before.columns.indexOf(when.column);
  if (place < 0 || places.includes(-1)) return values;
  for (const row of before.rows) {
    const id = JSON.stringify(places.map((each) => row[each] ?? null));
    values.set(id, values.has(id) ? null : (row[place] ?? null));
  }
  return values;
}

function verdictOnChange(before: string | null, after: string | null, than: string): Verdict {
  if (before === null || after === null) return 'unclear';
  const isMore = isChangedByMore(before, after, than);
  if (isMore === null) return 'unclear';
  return isMore ? 'met' : 'not_met';
}

const NO_CHANGES: SeenChanges = { came: 0, went: 0, changed: 0, first: [] };
const MOST_TOLD_CELLS = 10;

// Other columns are another result, with which nothing can be compared.
function changesOf(
  key: readonly string[],
  before: WatchedResult | null,
  result: WatchedResult,
): SeenChanges {
  if (before === null || before.columns.join('\0') !== result.columns.join('\0')) return NO_CHANGES;
  const wish = { key, mostRows: MOST_TOLD_ROWS, mostCells: MOST_TOLD_CELLS };
  const { counts, ...found } = tableDifference(before, result, wish);
  const { columns } = result;
  const named = (row: readonly (string | null)[] = []) =>
    key.map((name) => row[columns.indexOf(name)] ?? null);
  const evidence = (row: readonly (string | null)[] = []): ToldRow =>
    columns.flatMap((name, place) => (key.includes(name) ? [] : [[name, row[place] ?? null]]));
  const whole =
    (how: 'came' | 'went', { rows }: WatchedResult) =>
    (index: number) => ({ how, name: named(rows[index]), row: evidence(rows[index]) });
  const changed = found.changed.map(({ after, cells }) => ({
    ...{ how: 'changed' as const, name: named(result.rows[after]) },
    row: cells.map(({ column, before: was, after: is }) => [column, changeWords(was, is)] as const),
  }));
  return {
    ...{ came: counts.added, went: counts.removed, changed: counts.changed },
    first: [
      ...changed,
      ...found.added.map(whole('came', result)),
      ...found.removed.map(whole('went', before)),
    ].slice(0, MOST_TOLD_ROWS),
  };
}

const changeWords = (was: unknown, is: unknown) => `${textWords(was)} → ${textWords(is)}`;
const textWords = (text: unknown) =>
  text === null ? 'null' : text === '' ? '(empty)' : String(text);

function verdictOn(text: string | null, is: keyof typeof holds, than: string): Verdict {
  if (text === null) return 'unclear';
  const order = compareNumbers(text, than);
  if (order !== null) return holds[is](order) ? 'met' : 'not_met';
  if (is === 'equal') return text === than ? 'met' : 'not_met';
  if (is === 'not_equal') return text === than ? 'not_met' : 'met';
  return 'unclear';
}

/** By the sign of what is compared less what it is compared with. */
const holds = {
  above: (order: number) => order > 0,
  at_least: (order: number) => order >= 0,
  below: (order: number) => order < 0,
  at_most: (order: number) => order <= 0,
  equal: (order: number) => order === 0,
  not_equal: (order: number) => order !== 0,
};
