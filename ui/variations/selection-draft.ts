// A selection while it is put together: what is not filled in yet does not act.
import type { Column } from '../../domain/contract/result.ts';
import type {
  Comparison,
  Condition,
  Selection,
  Total,
} from '../../domain/contract/teaching/variation.ts';
import { isGrouped, selectedColumns } from '../../domain/teaching/selection.ts';

/** A column of the original's result. */
export type Known = Pick<Column, 'name' | 'type'>;

export const needsValue = (is: Comparison): boolean => is !== 'empty' && is !== 'not_empty';

/** The comparisons that say something of a column of the type. */
export function comparisonsFor(type: Known['type']): Comparison[] {
  const always: Comparison[] = ['equal', 'not_equal', 'empty', 'not_empty'];
  const ordered: Comparison[] = ['above', 'at_least', 'below', 'at_most'];
  if (type === 'boolean') return always;
  if (type === 'json') return ['contains', 'empty', 'not_empty'];
  return type === 'text' ? [...always, 'contains'] : [...always, ...ordered];
}

/** Why the value cannot be compared with the column; null where it can, or nothing is written yet. */
export function valueFault({ is, value = '' }: Condition, type: Known['type']): string | null {
  if (value === '' || !needsValue(is) || is === 'contains') return null;
  if (type === 'number' && !/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(value.trim())) {
    return 'Write a number with digits, such as 12.5.';
  }
  if (type === 'date' && !isDate(value)) return 'Write a date like 2026-01-31.';
  if (type === 'datetime' && !isDate(value.slice(0, 10))) {
    return 'Write a time like 2026-01-31 14:30.';
  }
  if (type === 'boolean' && !/^(true|false)$/i.test(value)) return 'Write true or false.';
  return null;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** As it is asked for: without conditions that wait for a value, and without an order by what is not there. */
export function asked(draft: Selection, known: readonly Known[]): Selection {
  const typeOf = (name: string) => known.find((column) => column.name === name)?.type ?? 'text';
  const conditions = draft.conditions.filter((condition) =>
    isWhole(condition, typeOf(condition.column)),
  );
  const names = orderable(draft, known);
  return {
    ...draft,
    conditions: conditions.map(withoutNeedlessValue),
    columns: isGrouped(draft) ? [] : draft.columns,
    order: draft.order.filter(({ column }) => names.includes(column)),
  };
}

/** Nothing of it waits to be filled in, and it can be compared. */
export function isWhole(condition: Condition, type: Known['type']): boolean {
  const { is, value = '' } = condition;
  return (!needsValue(is) || value !== '') && valueFault(condition, type) === null;
}

function withoutNeedlessValue({ column, is, value }: Condition): Condition {
  return needsValue(is) ? { column, is, value } : { column, is };
}

/** What its rows can be ordered by. */
export function orderable(selection: Selection, known: readonly Known[]): string[] {
  const names = known.map(({ name }) => name);
  return isGrouped(selection) ? (selectedColumns(selection) ?? names) : names;
}

/** The totals that say something of a column of the type. */
export function totalsFor(type: Known['type']): Exclude<Total['how'], 'rows'>[] {
  if (type === 'number') return ['sum', 'average', 'least', 'greatest', 'different'];
  return type === 'json' || type === 'boolean' ? ['different'] : ['different', 'least', 'greatest'];
}

/** Two names for one thing cannot be told apart. */
export const hasDoubleNames = (known: readonly Known[]): boolean =>
  new Set(known.map(({ name }) => name)).size < known.length;
