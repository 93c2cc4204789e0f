// What an evaluation saw: a query's result, read by an alert's condition.
import type { AlertCondition } from '../contract/alert.ts';
import { compareNumbers } from './numbers.ts';

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

export type Sight =
  | {
      state: 'seen';
      met: MetSubject[];
      /** Subjects that have no value which could be compared: they stay as they are. */
      unclear: string[];
    }
  | { state: 'no_data' }
  | { state: 'failing'; reason: string };

type Verdict = 'met' | 'not_met' | 'unclear';

const MOST_TOLD_ROWS = 10;

/** The id of the one subject of an alert without key columns. */
const WHOLE = '[]';

/** Reads a result. Evidence, which is every column but the keys, says nothing of who a subject is. */
export function sightOf({ when, key }: Watched, result: WatchedResult): Sight {
  if (result.truncated) return failing('The result has more rows than an alert looks at.');
  const wanted = typeof when === 'object' ? [...key, when.column] : key;
  const missing = when === 'no_rows' ? undefined : wanted.find((name) => !isIn(result, name));
  if (missing !== undefined) return failing(`The result has no column named ${missing}.`);
  if (when === 'no_rows') return result.rows.length > 0 ? seen([]) : seen([wholeSubject()]);
  if (result.rows.length === 0) return when === 'rows' ? seen([]) : { state: 'no_data' };
  return bySubject(when, key, result);
}

const seen = (met: MetSubject[]): Sight => ({ state: 'seen', met, unclear: [] });
const failing = (reason: string): Sight => ({ state: 'failing', reason });
const isIn = ({ columns }: WatchedResult, name: string) => columns.includes(name);
const wholeSubject = (): MetSubject => ({ id: WHOLE, name: [], count: 0, rows: [] });

function bySubject(
  when: Exclude<AlertCondition, 'no_rows'>,
  key: readonly string[],
  { columns, rows }: WatchedResult,
): Sight {
  const places = key.map((name) => columns.indexOf(name));
  const evidence = columns.flatMap((name, place) =>
    places.includes(place) ? [] : [{ name, place }],
  );
  const verdictOf = judge(when, columns);
  const met = new Map<string, MetSubject>();
  const unclear = new Set<string>();
  for (const row of rows) {
    const verdict = verdictOf(row);
    if (verdict === 'not_met') continue;
    const name = places.map((place) => row[place] ?? null);
    const id = JSON.stringify(name);
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
  when: Exclude<AlertCondition, 'no_rows'>,
  columns: readonly string[],
): (row: readonly (string | null)[]) => Verdict {
  if (when === 'rows') return () => 'met';
  const place = columns.indexOf(when.column);
  const than = String(when.than);
  return (row) => verdictOn(row[place] ?? null, when.is, than);
}

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
