// What a selection gives, by name: its columns, and what names a row of it.
import type { Field } from '../contract/result.ts';
import type { Inside } from '../contract/teaching/inside.ts';
import type { Selection, Total } from '../contract/teaching/variation.ts';

/** Behind the address of a query's page: it opens with the forms of a variation. */
export const SAME_HASH = '#same-but';

/** As many values of a column as somebody searches to pick one. */
const MOST_VALUES = 500;

/** Takes everything as it is. */
export const wholeSelection: Selection = {
  conditions: [],
  groups: [],
  totals: [],
  columns: [],
  order: [],
  most: null,
};

/** The values of a column, with what is changed inside the query before, the most frequent first; of those that are as frequent, the least. */
export function valuesSelection(column: string, inside?: Inside): Selection {
  return {
    ...wholeSelection,
    ...(inside && { inside }),
    groups: [{ column }],
    totals: [{ how: 'rows' }],
    order: [
      { column: totalName({ how: 'rows' }), descending: true },
      { column, descending: false },
    ],
    most: MOST_VALUES,
  };
}

/** The first field of each row as a text, but for nulls: what `valuesSelection` gives. */
export function firstTexts(rows: readonly (readonly Field[])[]): string[] {
  return rows.flatMap(([field = null]) => (field === null ? [] : [String(field)]));
}

/** Rows become one another's: what comes out is no row of the result. */
export const isGrouped = ({ groups, totals }: Selection): boolean =>
  groups.length + totals.length > 0;

const totalWords: Record<Exclude<Total['how'], 'rows'>, string> = {
  different: 'different',
  sum: 'sum of',
  average: 'average of',
  least: 'least',
  greatest: 'greatest',
};

/** The column that a total becomes: `sum of amount`. */
export function totalName({ how, of = '' }: Total): string {
  return how === 'rows' ? 'rows' : `${totalWords[how]} ${of}`;
}

/** The columns that come out, in order; null: all that the result has. */
export function selectedColumns(selection: Selection): string[] | null {
  const { groups, totals, columns } = selection;
  if (isGrouped(selection))
    return [...groups.map(({ column }) => column), ...totals.map(totalName)];
  return columns.length === 0 ? null : columns;
}

/** What names a row that comes out, where `key` names one of the result; none: it is not known. */
export function selectedKey(selection: Selection, key: readonly string[]): string[] {
  if (isGrouped(selection)) return selection.groups.map(({ column }) => column);
  // What comes besides may tell rows apart that were one.
  const { columns: more = [], spans = [] } = selection.inside ?? {};
  if (more.length + spans.length > 0) return [];
  const columns = selectedColumns(selection);
  return columns === null || key.every((name) => columns.includes(name)) ? [...key] : [];
}
