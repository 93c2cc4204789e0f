// Charts that are set by hand: points, one number with its change, and rows by columns.
import { numberOf } from '../../domain/charts/chosen-columns.ts';
import type { Field } from '../../domain/contract/result.ts';
import type { NamedTable, NumberPlan, PivotPlan, ScatterPlan } from './plans.ts';

interface Columns {
  x: number;
  y: number[];
  split: number | null;
  goal?: number | undefined;
}

/** More would only cover each other. */
const pointsAtMost = 3_000;
const pivotRowsAtMost = 60;
const pivotColumnsAtMost = 40;

export function scatterPlan({ x, y }: Columns, { rows, noteOf }: NamedTable): ScatterPlan | null {
  const at = y.find((index) => index !== x);
  if (at === undefined) return null;
  const points = rows.flatMap((row): [number, number][] => {
    const [across, up] = [numberOf(row[x]), numberOf(row[at])];
    return across === null || up === null ? [] : [[across, up]];
  });
  if (points.length === 0) return null;
  const shown = points.slice(0, pointsAtMost);
  const isPart = points.length > shown.length;
  return { kind: 'scatter', x: noteOf(x).name, y: noteOf(at).name, points: shown, isPart };
}

/** The last row by its time where there is one, else the first: a query puts first what counts. */
export function numberPlan({ x, y, goal }: Columns, table: NamedTable): NumberPlan | null {
  const { columns, rows, noteOf } = table;
  const index = y[0];
  if (index === undefined) return null;
  const isTime = columns[x]?.type === 'date' || columns[x]?.type === 'datetime';
  const ordered = isTime
    ? [...rows].sort((a, b) => (String(a[x]) < String(b[x]) ? 1 : -1))
    : rows.slice(0, 1);
  const [now, before] = ordered;
  const value = numberOf(now?.[index]);
  if (value === null) return null;
  return {
    kind: 'number',
    ...noteOf(index),
    value,
    before: numberOf(before?.[index]),
    of: now?.[x] === undefined || now[x] === null ? null : String(now[x]),
    ...(goal === undefined ? {} : { goal }),
  };
}

interface Named {
  name: string;
  isOf: (row: Field[]) => boolean;
}

/** `names`: the columns, where they are chosen already. Too many rows or columns are no table that one reads. */
export function pivotPlan(
  { x, y, split, names }: Columns & { names?: readonly Named[] },
  { columns, rows, noteOf }: NamedTable,
): PivotPlan | null {
  const index = y[0];
  const across = split ?? columns.findIndex((_, at) => at !== x && at !== index && !y.includes(at));
  if (index === undefined || across < 0) return null;
  const nameOf = (row: Field[], at: number) => String(row[at] ?? 'null');
  const lines = [...new Set(rows.map((row) => nameOf(row, x)))];
  const heads =
    names ??
    [...new Set(rows.map((row) => nameOf(row, across)))].map((name) => ({
      name,
      isOf: (row: Field[]) => nameOf(row, across) === name,
    }));
  if (lines.length > pivotRowsAtMost || heads.length > pivotColumnsAtMost) return null;
  const cells: (number | null)[][] = lines.map(() => heads.map(() => null));
  const lineAt = new Map(lines.map((line, at) => [line, at]));
  for (const row of rows) {
    const line = cells[lineAt.get(nameOf(row, x)) ?? -1];
    const head = heads.findIndex(({ isOf }) => isOf(row));
    const number = numberOf(row[index]);
    if (line && head >= 0 && number !== null) line[head] = (line[head] ?? 0) + number;
  }
  const { name, format } = noteOf(index);
  return {
    kind: 'pivot',
    x: noteOf(x).name,
    y: name,
    ...(format === undefined ? {} : { format }),
    rows: lines,
    columns: heads.map((head) => head.name),
    cells,
  };
}
