// The number formats of a result's columns where nobody chose others: the spreadsheet's own, without a hidden digit.
import type { Column, Field } from '../contract/result.ts';
import { AUTOMATIC_FORMAT, TEXT_FORMAT, kindOfColumn } from './cell.ts';
import type { CellColumn, CellKind } from './cell.ts';
import { moneyPattern } from './column-format.ts';
import { datePattern } from './date-pattern.ts';

/** A result's columns as cells. `exactText` names columns kept as text with every digit; dates are written as in `locale`. */
export function cellColumns(
  { columns, rows }: { columns: Column[]; rows: Field[][] },
  { exactText = [], locale }: { exactText?: string[]; locale?: string | undefined } = {},
): CellColumn[] {
  const day = locale === undefined ? 'yyyy-mm-dd' : datePattern(locale);
  return columns.map((column, index) => {
    const fields = () => rows.map((row) => row[index]);
    const kind = kindOfColumn(column, fields, exactText);
    return { name: column.name, kind, format: formatOf(kind, column, { fields, day }) };
  });
}

interface Shown {
  fields: () => (Field | undefined)[];
  /** The number format of a day. */
  day: string;
}

function formatOf(kind: CellKind, column: Column, { fields, day }: Shown): string {
  const time = () => (hasFraction(fields()) ? 'mm:ss.000' : 'mm:ss');
  switch (kind) {
    case 'text':
      return TEXT_FORMAT;
    case 'number':
      return numberFormat(column, fields);
    case 'boolean':
      return AUTOMATIC_FORMAT;
    case 'date':
      return day;
    case 'time':
      return `hh:${time()}`;
    case 'duration':
      return `[h]:${time()}`;
    case 'datetime':
      return `${day} hh:${time()}`;
  }
}

// A format with a fixed number of decimals must never hide a digit: it is used up to four decimals.
function numberFormat({ typeName, holds, decimals }: Column, fields: Shown['fields']): string {
  if (holds === 'money') return moneyPattern(decimals ?? 0);
  if (typeName.startsWith('float')) return AUTOMATIC_FORMAT;
  const most = fields().reduce<number>((found, field) => Math.max(found, decimalsOf(field)), 0);
  if (most > 4) return AUTOMATIC_FORMAT;
  return most === 0 ? '0' : `0.${'0'.repeat(most)}`;
}

function decimalsOf(field: Field | undefined): number {
  if (typeof field === 'number' && Number.isInteger(field) && Math.abs(field) < 1e15) return 0;
  const text = String(field ?? 0);
  if (/^-?\d+$/.test(text)) return 0;
  const decimals = /^-?\d+\.(\d+)$/.exec(text)?.[1];
  return decimals === undefined ? Infinity : decimals.length;
}

function hasFraction(fields: (Field | undefined)[]): boolean {
  return fields.some((field) => /:\d\d\.\d/.test(String(field ?? '')));
}
