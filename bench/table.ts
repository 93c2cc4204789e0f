// The table that the benchmarks print: what was measured, what it must reach, and whether it did.

export interface Measure {
  name: string;
  value: number;
  /** Such as `× psql` or `MB`. */
  unit: string;
  mustReach?: number;
  aim?: number;
  /** Whether a smaller value is better; so it is unless said otherwise. */
  higherIsBetter?: boolean;
  note?: string;
}

/** The table as text. */
export function tableOf(measures: Measure[]): string {
  const rows = measures.map((measure) => [
    measure.name,
    `${rounded(measure.value)} ${measure.unit}`,
    limit(measure, measure.mustReach),
    limit(measure, measure.aim),
    verdict(measure),
    measure.note ?? '',
  ]);
  const all = [['measure', 'value', 'must reach', 'aim', '', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Whether it reached what it must; true when nothing is asked of it. */
export function passes(measure: Measure): boolean {
  return reaches(measure, measure.mustReach);
}

function reaches({ value, higherIsBetter = false }: Measure, wanted?: number): boolean {
  if (wanted === undefined) return true;
  return higherIsBetter ? value >= wanted : value <= wanted;
}

function verdict(measure: Measure): string {
  if (measure.mustReach === undefined) return '';
  if (!passes(measure)) return 'FAILED';
  return reaches(measure, measure.aim) ? 'passed, aim reached' : 'passed';
}

const limit = ({ higherIsBetter }: Measure, wanted?: number): string =>
  wanted === undefined ? '' : `${higherIsBetter ? '≥' : '≤'} ${wanted}`;

const rounded = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

/** The middle of the values. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The value that the given share (0 to 1) of sorted values does not exceed. */
export function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
