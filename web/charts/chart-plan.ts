// The numbers that the chart of a result draws.
import type { Chart, ColumnNote } from '../../domain/contract/query.ts';
import type { Column, Field, Result } from '../../domain/contract/result.ts';
import {
  chosenColumns,
  isShare,
  isTime,
  numberOf,
  type Chosen,
} from '../../domain/charts/chosen-columns.ts';
import { numberPlan, pivotPlan, scatterPlan } from './more-plans.ts';
import type { ChartPlan, NamedTable } from './plans.ts';
import { splitSeries } from './split-series.ts';

type Table = Pick<Result, 'columns' | 'rows'>;

/** More bars than this are not read but scrolled past. */
const barsAtMost = 30;
// Of more than those the greatest are drawn, and all others as one, but where the numbers are shares: they do not add up.
const greatestBars = 12;
const pointsAtMost = 5000;

/** The chart that the author set, else the one that the columns suggest; null when there is none to draw. */
export function chartPlan(
  set: Chart | null | undefined,
  table: Table,
  notes: readonly ColumnNote[] = [],
): ChartPlan | null {
  // One number may stand alone; everything else compares.
  if (set?.kind === 'none' || table.rows.length < (set?.kind === 'number' ? 1 : 2)) return null;
  const chosen = chosenColumns(set ?? null, table);
  if (chosen === null) return null;
  return planOf(chosen, { ...table, noteOf: noteFinder(table.columns, notes) });
}

function planOf(chosen: Chosen, table: NamedTable): ChartPlan | null {
  const isOverTime = isTime(table.columns[chosen.x] ?? noColumn);
  switch (chosen.kind) {
    case 'line':
    case 'area':
      return linePlan(chosen, table);
    case 'stacked':
    case 'share':
      return isOverTime ? linePlan(chosen, table) : barPlan(chosen, table);
    case 'bar':
    case 'funnel':
      return barPlan(chosen, table);
    case 'scatter':
      return scatterPlan(chosen, table);
    case 'number':
      return numberPlan(chosen, table);
    case 'pivot':
      return pivotPlan(chosen, table);
  }
}

const noColumn: Column = { name: '', type: 'text', typeName: '' };

function noteFinder(columns: Column[], notes: readonly ColumnNote[]): NamedTable['noteOf'] {
  const byName = new Map(notes.map((note) => [note.name, note]));
  return (index) => {
    const { name = '' } = columns[index] ?? {};
    const { label = name, format } = byName.get(name) ?? {};
    return format === undefined ? { name: label } : { name: label, format };
  };
}

function linePlan({ x, y, split, top, kind, goal }: Chosen, table: NamedTable): ChartPlan | null {
  const { columns, rows, noteOf } = table;
  const column = columns[x];
  if (!column || rows.length > pointsAtMost) return null;
  const points = rows
    .map((row) => ({ time: secondsOf(row[x]), row }))
    .filter((point): point is { time: number; row: Field[] } => point.time !== null);
  const times = [...new Set(points.map(({ time }) => time))].sort((a, b) => a - b);
  if (times.length < 2) return null;
  const series =
    times.length === points.length && split === null
      ? y.map((index) => ({ ...noteOf(index), index, isOf: () => true }))
      : splitSeries(table, y, { split, top });
  if (series === null) return null;
  return {
    kind: 'line',
    ...(kind === 'area' || kind === 'stacked' || kind === 'share' ? { style: kind } : {}),
    ...(goal === undefined ? {} : { goal }),
    x: noteOf(x).name,
    times,
    isDay: column.type === 'date',
    series: series.map(({ name, format, isOf, index }) => {
      const byTime = sumsByTime(
        points.filter(({ row }) => isOf(row)),
        index,
      );
      const values = times.map((time) => byTime.get(time) ?? null);
      return format === undefined ? { name, values } : { name, format, values };
    }),
  };
}

function sumsByTime(points: { time: number; row: Field[] }[], index: number) {
  const sums = new Map<number, number | null>();
  for (const { time, row } of points) {
    const number = numberOf(row[index]);
    const before = sums.get(time) ?? null;
    sums.set(time, before === null ? number : before + (number ?? 0));
  }
  return sums;
}

function secondsOf(field: Field | undefined): number | null {
  if (typeof field !== 'string') return null;
  const ms = Date.parse(/^\d{4}-\d\d-\d\d$/.test(field) ? `${field}T00:00:00Z` : field);
  return Number.isNaN(ms) ? null : ms / 1000;
}

function barPlan(chosen: Chosen, table: NamedTable): ChartPlan | null {
  const { x, y, kind, goal, top } = chosen;
  const { columns, rows, noteOf } = table;
  const column = columns[x];
  if (!column) return null;
  const style = kind === 'stacked' || kind === 'share' || kind === 'funnel' ? { style: kind } : {};
  const aim = goal === undefined ? {} : { goal };
  if (chosen.split !== null) {
    const series = splitSeries(table, y, chosen) ?? [];
    const plan = pivotPlan({ ...chosen, names: series }, table);
    if (plan === null) return null;
    const { format, rows: categories, columns: names, cells } = plan;
    const values = (at: number) => cells.map((row) => row[at] ?? null);
    const drawn = names.map((name, at) => ({
      name,
      values: values(at),
      ...(format && { format }),
    }));
    return { kind: 'bar', ...style, ...aim, x: plan.x, categories, series: drawn };
  }
  const sums = y.filter((index) => !isShare.test(columns[index]?.name ?? ''));
  const shown = barRows(rows, { x, y, sums, top });
  return {
    kind: 'bar',
    ...style,
    ...aim,
    x: noteOf(x).name,
    categories: shown.map((row) => (row[x] === null ? 'null' : String(row[x]))),
    series: y.map((index) => ({
      ...noteOf(index),
      values: shown.map((row) => numberOf(row[index])),
    })),
  };
}

/** All rows where they are few; else the greatest, and one for the sum of the others. */
function barRows(
  rows: Field[][],
  { x, y, sums, top }: Pick<Chosen, 'x' | 'y' | 'top'> & { sums: number[] },
) {
  if (rows.length <= (top === undefined ? barsAtMost : top + 1)) return rows;
  const drawn = top ?? greatestBars;
  const main = y[0] ?? -1;
  const size = (row: Field[]) => Math.abs(numberOf(row[main]) ?? 0);
  const ordered = [...rows].sort((one, other) => size(other) - size(one));
  const others = ordered.slice(drawn);
  const sum = (index: number) => others.reduce((all, row) => all + (numberOf(row[index]) ?? 0), 0);
  const rest = (rows[0] ?? []).map((_field, index): Field =>
    sums.includes(index) ? sum(index) : null,
  );
  rest[x] = `All others (${others.length})`;
  return [...ordered.slice(0, drawn), rest];
}
