// Whether what a learner wrote gives what was asked for, and a hint that looks at what they wrote where it does not.
import type { Field } from '../../contract/result.ts';
import type { Hint, Step } from './lesson.ts';

export interface Given {
  columns: readonly { name: string }[];
  rows: readonly (readonly Field[])[];
}

/** One run of the learner's text, and of the answer, with the same values. */
export interface Tried {
  given: Given;
  wanted: Given;
}

/** Null where it is right; else what is to be looked at, in a sentence or two. */
export function lookedAt(sql: string, step: Step, tries: readonly Tried[]): string | null {
  const wrong = tries.map((tried) => difference(tried, step));
  const first = wrong.find((each) => each !== null);
  if (first === undefined || first === null) return null;
  const hint = hintFor(sql, step.hints);
  if (hint !== null) return hint;
  return wrong[0] === null
    ? `It is right for the first value, and not for another one. ${first}`
    : first;
}

/** What is said of a text that cannot run, before the database's own words. */
export function hintFor(sql: string, hints: readonly Hint[]): string | null {
  const text = withoutComments(sql).toLowerCase();
  const fits = ({ has, lacks }: Hint) =>
    (has === undefined || has.test(text)) && (lacks === undefined || !lacks.test(text));
  return hints.find(fits)?.says ?? null;
}

const withoutComments = (sql: string) =>
  sql.replace(/--[^\n]*/g, ' ').replace(/\/\*[\s\S]*?\*\//g, ' ');

function difference({ given, wanted }: Tried, step: Step): string | null {
  const [columns, wantedColumns] = [given.columns.length, wanted.columns.length];
  if (columns !== wantedColumns) {
    return `This gives ${counted(columns, 'column')}, and ${wantedColumns === 1 ? '1 is' : `${wantedColumns} are`} asked for. What stands between select and from is what is shown.`;
  }
  const [rows, wantedRows] = [given.rows.length, wanted.rows.length];
  if (rows > wantedRows) {
    return `This gives ${counted(rows, 'row')}, and ${wantedRows} would be right: some rows should not be there.`;
  }
  if (rows < wantedRows) {
    return `This gives ${counted(rows, 'row')}, and ${wantedRows} would be right: some rows are missing.`;
  }
  if (sorted(given) !== sorted(wanted)) {
    return 'As many rows as asked for, and other values in them. Compare a row with the tables, by hand.';
  }
  if (step.isOrdered && inOrder(given) !== inOrder(wanted)) {
    return 'These are the right rows, in another order than asked for.';
  }
  const named = ({ columns: all }: Given) => all.map(({ name }) => name).join(', ');
  if (step.isNamed && named(given) !== named(wanted)) {
    return `The rows are right. The columns are called ${named(given)}, and asked for is ${named(wanted)}: write as and the name behind what is shown.`;
  }
  return null;
}

// 99.0 and 99.00 are one number.
const textOf = (field: Field) => {
  if (field === null) return 'nothing';
  const number = typeof field === 'string' && field.trim() !== '' ? Number(field) : field;
  return String(typeof number === 'number' && Number.isFinite(number) ? number : field);
};
const lines = ({ rows }: Given) => rows.map((row) => JSON.stringify(row.map(textOf)));
const inOrder = (result: Given) => lines(result).join('\n');
const sorted = (result: Given) => lines(result).sort().join('\n');
const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
