// The rows of sheet tables as arrays that PostgreSQL reads: encoded once for each reading of a sheet, for all runs.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TableType } from '../../../../domain/sheet-tables/typed-cell.ts';
import type { SheetRows } from '../../../../domain/sheet-tables/sheet-rows.ts';
import type { SheetTableUse } from '../../sheet-tables.ts';
import { arrayOf, OID } from '../types.ts';

const ELEMENTS: Readonly<Record<TableType, number>> = {
  text: OID.text,
  number: OID.numeric,
  boolean: OID.bool,
  date: OID.date,
  datetime: OID.timestamp,
};

/** The types of the arrays that stand for the tables, in the order of their numbers. */
export function arrayTypes(tables: readonly SheetTableUse[]): number[] {
  return tables.flatMap(({ columns }) => columns.map(({ type }) => arrayOf(ELEMENTS[type])));
}

const encoded = new WeakMap<SheetRows, Promise<Buffer[]>>();

/** The arrays of all tables that a text reads, in the order of their numbers. */
export async function arraysOf(
  tables: readonly SheetTableUse[],
  rows: readonly SheetRows[],
): Promise<Buffer[]> {
  const all = await Promise.all(
    tables.map(({ columns }, index) => encodedRows(columns, rows[index])),
  );
  return all.flat();
}

/** Rows that nobody has: for a text that is only looked at. */
const EMPTY = Buffer.from('{}');

function encodedRows(
  columns: SheetTableUse['columns'],
  rows: SheetRows | undefined,
): Promise<Buffer[]> {
  if (rows === undefined) return Promise.resolve(columns.map(() => EMPTY));
  let arrays = encoded.get(rows);
  if (arrays === undefined) encoded.set(rows, (arrays = encode(columns, rows)));
  return arrays;
}

async function encode(columns: SheetTableUse['columns'], rows: SheetRows): Promise<Buffer[]> {
  const arrays: Buffer[] = [];
  for (const [index, { type }] of columns.entries()) {
    arrays.push(await arrayText(rows.columns[index] ?? [], type === 'text'));
  }
  return arrays;
}

const FIELDS_OF_A_TURN = 5_000;

async function arrayText(fields: readonly (string | null)[], isQuoted: boolean): Promise<Buffer> {
  const pieces = [Buffer.from('{')];
  for (let at = 0; at < fields.length; at += FIELDS_OF_A_TURN) {
    if (at > 0) await nextTurn();
    const part = fields.slice(at, at + FIELDS_OF_A_TURN);
    const texts = part.map((field) => (field === null ? 'NULL' : isQuoted ? quoted(field) : field));
    pieces.push(Buffer.from((at === 0 ? '' : ',') + texts.join(',')));
  }
  return Buffer.concat([...pieces, Buffer.from('}')]);
}

function quoted(field: string): string {
  return `"${field.replace(/[\\"]/g, '\\$&')}"`;
}
