// The words for columns that a person keeps beside a range.
import { columnName } from '../../../domain/cells/cell-name.ts';
import type { ColumnSide, NamedColumn } from '../../../domain/refresh/kept-beside.ts';

const WHERE: Record<ColumnSide, string> = {
  left: 'left of the result',
  inside: 'inside the result',
  right: 'right of the result',
};

/** More than so many are counted. */
const MOST_NAMED = 5;

/** A column by what its header says, else by its letters. */
export function columnWords({ column, name }: Pick<NamedColumn, 'column' | 'name'>): string {
  return name === '' ? `column ${columnName(column)}` : name;
}

/** Columns by their names and where they stand: "Note, Owner (right of the result)". */
export function besideWords(columns: NamedColumn[]): string {
  const sides = [...new Set(columns.map(({ side }) => side))];
  return sides
    .map((side) => `${namesOf(columns.filter((one) => one.side === side))} (${WHERE[side]})`)
    .join('; ');
}

function namesOf(columns: NamedColumn[]): string {
  const more = columns.length - MOST_NAMED;
  const named = columns.slice(0, MOST_NAMED).map(columnWords).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}
