// Where what a chart draws stands within it, in pixels.
import type { ChartView } from '../../protocol.ts';

export const plot = { left: 64, right: 580, top: 64, bottom: 320 };

interface Point {
  x: number;
  top: number;
  from: number;
  width: number;
}

/** Where the points of a series stand; what is not there is not drawn. */
export function pointsOf(chart: ChartView, index: number): Point[] {
  const { series, names, stacked, type } = chart;
  const step = (plot.right - plot.left) / Math.max(1, names.length);
  const isBar = type === 'COLUMN' || type === 'BAR';
  const beside = stacked === false && isBar ? series.length : 1;
  const width = isBar ? (step * 0.7) / beside : 0;
  return names.flatMap((_name, at) => {
    const value = series[index]?.values[at] ?? null;
    if (value === null) return [];
    const from = stacked === false ? 0 : below(chart, index, at);
    const top = from + value / wholeOf(chart, at);
    const x =
      plot.left + at * step + (isBar ? step * 0.15 + (beside > 1 ? index * width : 0) : step / 2);
    return [{ x, top, from, width }];
  });
}

function below(chart: ChartView, index: number, at: number): number {
  const sum = chart.series.slice(0, index).reduce((all, { values }) => all + (values[at] ?? 0), 0);
  return sum / wholeOf(chart, at);
}

function wholeOf({ stacked, series }: ChartView, at: number): number {
  if (stacked !== 'percent') return 1;
  return series.reduce((all, { values }) => all + (values[at] ?? 0), 0) / 100 || 1;
}

/** A chart with the least and the greatest number that it has room for. */
export interface Scaled extends ChartView {
  low: number;
  high: number;
}

export function scaled(chart: ChartView): Scaled {
  const { type } = chart;
  const tops = chart.series.flatMap((_series, index) =>
    pointsOf(chart, index).map(({ top }) => top),
  );
  const least = Math.min(...tops, type === 'LINE' || type === 'SCATTER' ? Infinity : 0);
  const low = Number.isFinite(least) ? least : 0;
  const high = Math.max(...tops, low);
  return { ...chart, low, high: high === low ? low + 1 : high };
}

/** How far down a number stands. */
export function up(value: number, { low, high }: Scaled): number {
  return plot.bottom - ((value - low) / (high - low)) * (plot.bottom - plot.top);
}
