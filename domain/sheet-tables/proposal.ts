// What a range of a sheet would be as a table: a name for SQL and a type for each of its columns, proposed from the cells.
import { headerKey, bytesOf, type TableColumn } from './headers.ts';
import { nameOfType, typedCell, type SheetCell, type TableType } from './typed-cell.ts';

export interface ProposedColumn extends TableColumn {
  /** Why this type, in a sentence: "12 of 13 cells are dates, such as 2026-01-31." */
  says: string;
}

/** The texts of a header row, the rows below it, and the spreadsheet's locale. */
export interface SeenCells {
  headers: readonly string[];
  rows: readonly (readonly SheetCell[])[];
  locale: string;
}

/** So few cells of another kind are mistakes of a column, and do not make it text. */
const MOSTLY = 0.8;
const LONGEST_EXAMPLE = 24;
const LONGEST_NAME_BYTES = 63;

/** The columns that have a header, the first of those with the same; each with a name that no other has. */
export function proposedColumns({ headers, rows, locale }: SeenCells): ProposedColumn[] {
  const taken = new Set<string>();
  const keys = headers.map(headerKey);
  return headers.flatMap((text, index) => {
    const header = text.trim();
    if (header === '' || keys.indexOf(headerKey(header)) < index) return [];
    const cells = rows.map((row) => row[index] ?? null).filter(isFilled);
    const name = freeName(columnNameOf(header), taken);
    taken.add(name);
    return [{ name, header, ...proposedType(cells, locale) }];
  });
}

/** Such as sales_onboarding for "Sales: Onboarding"; letters of other alphabets are left out. */
export function proposedTableName(title: string): string {
  return named(joined(plainWords(title).split(/[^a-z0-9]+/)), 'sheet');
}

function columnNameOf(header: string): string {
  return named(joined(plainWords(header).split(/[^\p{L}\p{N}]+/u)), 'column');
}

const joined = (words: readonly string[]) => words.filter((word) => word !== '').join('_');

// Without accents, but letters that are none of the alphabet stay for columns.
const plainWords = (text: string) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();

function named(words: string, otherwise: string): string {
  const name = words === '' ? otherwise : /^\p{L}/u.test(words) ? words : `${otherwise}_${words}`;
  return cut(name, LONGEST_NAME_BYTES);
}

function cut(name: string, bytes: number): string {
  let kept = name;
  while (bytesOf(kept) > bytes) kept = [...kept].slice(0, -1).join('');
  return kept;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let count = 2, free = name; ; count++) {
    if (!taken.has(free)) return free;
    const ending = `_${count}`;
    free = cut(name, LONGEST_NAME_BYTES - ending.length) + ending;
  }
}

function isFilled(cell: SheetCell): cell is Exclude<SheetCell, null> {
  return cell !== null && (typeof cell !== 'string' || cell.trim() !== '');
}

type Filled = Exclude<SheetCell, null>;

function proposedType(
  cells: readonly Filled[],
  locale: string,
): Pick<ProposedColumn, 'type' | 'says'> {
  if (cells.length === 0) return { type: 'text', says: 'No cell below it is filled in yet.' };
  const fitting = (type: TableType) => cells.filter((cell) => fits(cell, type, locale));
  const type = mostLikely(cells, fitting);
  return { type, says: words(type, cells, fitting(type)) };
}

function fits(cell: Filled, type: TableType, locale: string): boolean {
  const typed = typedCell(cell, type, locale);
  return 'text' in typed && typed.text !== null;
}

function mostLikely(
  cells: readonly Filled[],
  fitting: (type: TableType) => readonly Filled[],
): TableType {
  const isMost = (fit: readonly Filled[]) => fit.length >= cells.length * MOSTLY;
  if (isMost(fitting('boolean'))) return 'boolean';
  // Digits that somebody keeps as text are a number of something: of an account, a telephone.
  const numbers = fitting('number');
  if (isMost(numbers) && numbers.some((cell) => typeof cell === 'number')) return 'number';
  const dates = fitting('datetime');
  if (isMost(dates)) return dates.some(hasTime) ? 'datetime' : 'date';
  return 'text';
}

const hasTime = (cell: Filled) => typeof cell === 'string' && /\d:\d\d/.test(cell);

const PLURALS: Readonly<Record<TableType, string>> = {
  text: 'text',
  number: 'numbers',
  boolean: 'TRUE or FALSE',
  date: 'dates',
  datetime: 'dates with a time',
};

function words(type: TableType, cells: readonly Filled[], fit: readonly Filled[]): string {
  const example = shortened(String(fit[0] ?? ''));
  const all = cells.length;
  if (fit.length === all) {
    const what = all === 1 ? nameOfType(type) : PLURALS[type];
    const who = all === 1 ? 'The one filled cell is' : `All ${all} filled cells are`;
    return `${who} ${what}, such as ${example}.`;
  }
  const other = cells.find((cell) => !fit.includes(cell));
  return `${fit.length} of ${all} filled cells are ${PLURALS[type]}, such as ${example}; "${shortened(String(other ?? ''))}" is not.`;
}

const shortened = (text: string) =>
  text.length > LONGEST_EXAMPLE ? `${text.slice(0, LONGEST_EXAMPLE)}…` : text;
