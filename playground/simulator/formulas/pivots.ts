// What pivot tables show: sums of a column by the values of others, laid out as Google lays them out, in cells that hold
// nothing of a person.
import type { Area } from '../workbook/area.ts';
import type { Pivot, Sheet } from '../workbook/sheet.ts';
import { formatOf, hasContent, type Cell } from '../workbook/cell.ts';
import { isError, type CellValue } from '../values/cell-value.ts';
import type { Surroundings } from './surroundings.ts';

const TOTAL = 'Grand Total';

/** Writes what each pivot table shows. developers.google.com/workspace/sheets/api/guides/pivot-tables */
export function showPivots(workbook: Surroundings): void {
  for (const sheet of workbook.sheets) {
    for (const pivot of sheet.pivots) {
      const source = workbook.sheets.find(({ id }) => id === pivot.sheetId);
      if (source && pivot.sums?.[0] !== undefined) show(sheet, pivot, tableOf(source, pivot));
    }
  }
}

interface Shown {
  lines: CellValue[][];
  /** The number format of the sums. */
  format: string;
  /** That of the first column. */
  nameFormat: string;
}

type At = (row: number, offset: number | undefined) => Cell | undefined;

function tableOf(source: Sheet, pivot: Pivot): Shown {
  const { source: area, rows: [by] = [], columns: [across] = [], sums: [sum] = [] } = pivot;
  const at: At = (row, offset) =>
    offset === undefined ? undefined : source.at(row, area.left + offset);
  const title = (offset: number | undefined) => at(area.top, offset)?.value ?? '';
  const { names, heads, sumAt } = summed(area, (row) => [
    at(row, by),
    at(row, across),
    at(row, sum),
  ]);
  const wide = across === undefined ? [''] : heads;
  const withTotal = (numbers: (number | undefined)[]): CellValue[] => {
    const shown = numbers.map((one) => one ?? '');
    return across === undefined ? shown : [...shown, total(numbers)];
  };
  const head = `SUM of ${textOf(title(sum))}`;
  const headers: CellValue[][] =
    across === undefined
      ? [[title(by), head]]
      : [
          [head, title(across)],
          [title(by), ...wide, TOTAL],
        ];
  const body = names.map((name) => [name, ...withTotal(wide.map((one) => sumAt(name, one)))]);
  const foot = wide.map((one) => total(names.map((name) => sumAt(name, one))));
  const lines = [...headers, ...body, [TOTAL, ...withTotal(foot)]];
  const first = area.top + 1;
  return { lines, format: formatIn(at(first, sum)), nameFormat: formatIn(at(first, by)) };
}

/** The sums of the third of each row's cells by the first two; rows of nothing are none. */
function summed({ top, bottom }: Area, cellsOf: (row: number) => (Cell | undefined)[]) {
  const names = new Set<CellValue>();
  const heads = new Set<CellValue>();
  const sums = new Map<string, number>();
  for (let row = top + 1; row <= bottom; row++) {
    const [name = '', head = '', number = ''] = cellsOf(row).map((cell) => cell?.value);
    if (name === '' && number === '') continue;
    names.add(name);
    heads.add(head);
    const key = JSON.stringify([name, head]);
    sums.set(key, (sums.get(key) ?? 0) + (typeof number === 'number' ? number : 0));
  }
  const sumAt = (name: CellValue, head: CellValue) => sums.get(JSON.stringify([name, head]));
  return { names: sorted(names), heads: sorted(heads), sumAt };
}

const total = (numbers: (number | undefined)[]): number =>
  numbers.reduce<number>((all, one) => all + (one ?? 0), 0);

const formatIn = (cell: Cell | undefined): string => (cell ? formatOf(cell) : '');

const textOf = (value: CellValue): string => (isError(value) ? value.error : String(value));

// Numbers and days before texts, each rising.
function sorted(values: Set<CellValue>): CellValue[] {
  return [...values].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : textOf(a).localeCompare(textOf(b)),
  );
}

/** What is in its way makes it an error at its first cell, and stays. */
function show(sheet: Sheet, pivot: Pivot, { lines, format, nameFormat }: Shown): void {
  const { row, column } = pivot.anchor ?? { row: 1, column: 1 };
  const places = lines.flatMap((line, down) =>
    line.map((value, across) => ({ value, row: row + down, column: column + across, across })),
  );
  const isFull = places.some((at) => {
    const there = sheet.at(at.row, at.column);
    return hasContent(there) && there.spilled !== true;
  });
  const isOutside = places.some((at) => at.row > sheet.size.rows || at.column > sheet.size.columns);
  if (isFull || isOutside) {
    const first = sheet.make(row, column);
    if (hasContent(first) && first.spilled !== true) return;
    const message = 'The pivot table was not expanded, for it would cover what stands there.';
    Object.assign(first, { value: { error: '#REF!', message }, spilled: true });
    return;
  }
  for (const { value, across, ...at } of places) {
    const inferred = across === 0 ? nameFormat : format;
    const shown = typeof value === 'number' ? { inferred } : {};
    Object.assign(sheet.make(at.row, at.column), { value, spilled: true, ...shown });
  }
}
