// The arithmetic of charts: where the lines across stand, and how numbers are stacked.
import type { Series } from './plans.ts';

/** From where to where each value reaches; null: there is none. */
export type Band = ({ from: number; to: number } | null)[];

/** Some five round numbers within a range: 0, 20, 40 …; never halves of things that are counted in ones. */
export function ticksFor([low, high]: [number, number], wanted = 5): number[] {
  const step = stepFor([low, high], wanted);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  );
}

function stepFor([low, high]: [number, number], wanted: number): number {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((by) => by * power).find((each) => each >= rough) ?? power;
}

/** The range up to the round numbers around it, so that a line stands above the highest value too. */
export function evenRange([low, high]: [number, number], wanted = 5): [number, number] {
  const step = stepFor([low, high], wanted);
  const even = (value: number) => Number((value * step).toPrecision(12));
  return [even(Math.floor(low / step + 1e-9)), even(Math.ceil(high / step - 1e-9))];
}

/** Each value upon those before it, negative ones below zero; as shares of all at one place. */
export function stackedSeries(series: readonly Series[], asShares: boolean): Band[] {
  const length = series[0]?.values.length ?? 0;
  const above = new Array<number>(length).fill(0);
  const below = new Array<number>(length).fill(0);
  const totals = Array.from({ length }, (_, at) =>
    series.reduce((sum, { values }) => sum + Math.abs(values[at] ?? 0), 0),
  );
  return series.map(({ values }) =>
    values.map((value, at) => {
      if (value === null) return null;
      const size = asShares ? value / (totals[at] || 1) : value;
      const side = size < 0 ? below : above;
      const from = side[at] ?? 0;
      side[at] = from + size;
      return { from, to: from + size };
    }),
  );
}
