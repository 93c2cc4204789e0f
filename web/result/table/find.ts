// Finds a text in the cells of a table, in steps, so that the page stays at hand while many are looked at.
import type { Field } from '../../../domain/contract/result.ts';
import { fieldText } from '../../../ui/fields/field-text.ts';
import type { Shown, TableResult } from '../shown-columns.ts';
import type { Spot } from './selection.ts';

export interface Sought {
  result: TableResult;
  shown: readonly Shown[];
  /** Rows and columns in their order on the screen. */
  places: readonly number[];
  columns: readonly number[];
  text: string;
}

export interface Found {
  spots: readonly Spot[];
  isWhole: boolean;
}

/** More are not gone through one by one. */
const foundAtMost = 10_000;
/** Half a frame. */
const stepMs = 8;

/** Whether a field holds the text, as it is stored or as it is shown; `text` is in small letters. */
export function holds(field: Field, { column, reading }: Shown, text: string): boolean {
  if (field === null) return false;
  if (String(field).toLowerCase().includes(text)) return true;
  if (column.type !== 'number' && column.type !== 'datetime') return false;
  return (fieldText(field, column, reading) ?? '').toLowerCase().includes(text);
}

/** Tells what is found after each step, until it is whole; gives what ends the search. */
export function find(sought: Sought, tell: (found: Found) => void): () => void {
  const { places } = sought;
  const spots: Spot[] = [];
  let row = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const step = () => {
    const end = performance.now() + stepMs;
    while (row < places.length && spots.length < foundAtMost && performance.now() < end) {
      for (const column of foundIn(sought, row)) spots.push({ row, column });
      row += 1;
    }
    const isWhole = row >= places.length || spots.length >= foundAtMost;
    tell({ spots: [...spots], isWhole });
    if (!isWhole) timer = setTimeout(step);
  };
  step();
  return () => clearTimeout(timer);
}

function foundIn({ result, shown, places, columns, text }: Sought, row: number): number[] {
  const fields = result.rows[places[row] ?? -1] ?? [];
  return columns.flatMap((column, at) => {
    const of = shown[column];
    return of && holds(fields[column] ?? null, of, text) ? [at] : [];
  });
}
