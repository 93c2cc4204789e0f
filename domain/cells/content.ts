// The cells that a result becomes. A field becomes a cell here and nowhere else: what is compared, counted,
// remembered and written are these cells.
import { addLosses, cellMaker, noLosses } from './cell.ts';
import { cellColumns } from './cell-format.ts';
import type { Cell, CellColumn, Losses } from './cell.ts';
import type { Column, Field, Result } from '../contract/result.ts';

/** What a range is to show: the columns and rows of a result, or of an earlier content. */
export interface Content {
  columns: CellColumn[];
  /** The cells of each row, by `columns`. */
  rows: Cell[][];
  /** The rows as the database gave them: only there nothing is told from a blank text. */
  fields: Field[][];
  truncated: boolean;
  /** The columns that name a row, as the query's author says; empty where nobody does. */
  key: string[];
  /** The columns of primary keys of tables, which may name a row too. */
  tableKeys: string[][];
  /** What each of the columns lost on the way into its cells. */
  lost: Losses[];
}

/** How a result becomes cells. */
export interface ContentWishes {
  /** The columns that are text with every digit. */
  exactText: string[];
  /** Whose clocks instants are shown by. */
  timeZone: string;
  /** Google's name of the locale in which dates are written; absent: as in ISO 8601. */
  locale?: string | undefined;
}

type Shown = Pick<Result, 'columns' | 'rows' | 'truncated' | 'key' | 'tableKeys'>;

/** A result as cells. */
export function contentOf(
  { columns, rows, truncated, key = [], tableKeys = [] }: Shown,
  { exactText, timeZone, locale }: ContentWishes,
): Content {
  const names = uniqueNames(columns);
  const named = columns.map((column, index) => ({ ...column, name: names[index] ?? '' }));
  const cells = cellColumns({ columns: named, rows }, { exactText, locale });
  const lost = cells.map((column, index) =>
    lostByKind(column, { isNumber: named[index]?.type === 'number', exactText }),
  );
  const makers = cells.map(({ kind }, index) =>
    cellMaker(kind, {
      ...{ timeZone, losses: lost[index] ?? noLosses() },
      decimals: named[index]?.decimals,
    }),
  );
  return {
    columns: cells,
    rows: rows.map((row) => makers.map((cellOf, index) => cellOf(row[index] ?? null))),
    fields: rows,
    truncated,
    key,
    tableKeys: tableKeys.map((indexes) => indexes.map((index) => names[index] ?? '')),
    lost,
  };
}

/** Cells that were read from a sheet, as they are. */
export function contentOfCells(columns: CellColumn[], rows: Cell[][]): Content {
  const lost = columns.map(() => noLosses());
  return { columns, rows, fields: rows, truncated: false, key: [], tableKeys: [], lost };
}

/** What is lost of the columns that are shown; each is given by its index in the content. */
export function lossesOf({ columns, lost }: Content, shown: { source: number }[]): Losses {
  const all = noLosses();
  for (const { source } of shown) {
    const losses = lost[source] ?? noLosses();
    addLosses(all, columns[source]?.name ?? '', losses);
    all.columns.madeText.push(...losses.columns.madeText);
  }
  return all;
}

/** The names of a result's columns, each once: a second `a` is `a_2`, as in JSON. */
export function uniqueNames(columns: Pick<Column, 'name'>[]): string[] {
  const taken = new Set<string>();
  return columns.map(({ name }) => {
    let unique = name;
    for (let count = 2; taken.has(unique); count += 1) unique = `${name}_${count}`;
    taken.add(unique);
    return unique;
  });
}

// Some of its integers are too long for a cell, so that all of them are text.
function lostByKind(
  { name, kind }: CellColumn,
  { isNumber, exactText }: { isNumber: boolean; exactText: string[] },
): Losses {
  const losses = noLosses();
  const isMade = kind === 'text' && isNumber && !exactText.includes(name);
  if (isMade) losses.columns.madeText.push(name);
  return losses;
}
