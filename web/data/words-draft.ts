// What a table means while somebody writes it: each column's words, what two people wrote at once put together, words taken over.
import type { Table } from '../../domain/contract/schema.ts';
import type { ColumnWords, TableWords } from '../../domain/contract/teaching/data-words.ts';

/** A table by its name in a data source. */
export interface NamedTable {
  source: string;
  schema: string;
  table: string;
}

const none = (name: string): ColumnWords => ({ name, means: '', values: [] });

export function columnIn(words: TableWords, name: string): ColumnWords {
  return words.columns.find((column) => column.name === name) ?? none(name);
}

export function withColumn(words: TableWords, column: ColumnWords): TableWords {
  const others = words.columns.filter(({ name }) => name !== column.name);
  return { ...words, columns: [...others, column] };
}

export function withoutColumn(words: TableWords, name: string): TableWords {
  return { ...words, columns: words.columns.filter((column) => column.name !== name) };
}

/** The words of columns that the table does not have any more. */
export function goneColumns({ columns }: TableWords, table: Table): ColumnWords[] {
  return columns.filter(({ name }) => table.columns.every((column) => column.name !== name));
}

/** The words of a column that is called otherwise now. */
export function renamed(words: TableWords, before: string, now: string): TableWords {
  return withColumn(withoutColumn(words, before), { ...columnIn(words, before), name: now });
}

/** A column with what one of its values means; without it where that is empty. */
export function withValue(column: ColumnWords, value: string, means: string): ColumnWords {
  const known = column.values.some((each) => each.value === value);
  const values = known
    ? column.values.map((each) => (each.value === value ? { value, means } : each))
    : [...column.values, { value, means }];
  return { ...column, values };
}

/** As it is sent: what says nothing is left out. */
export function sentWords(words: TableWords): TableWords {
  return {
    ...words,
    columns: words.columns.map((column) => ({
      ...column,
      values: column.values.filter(({ means }) => means.trim() !== ''),
    })),
  };
}

interface Two {
  mine: TableWords;
  theirs: TableWords;
}

/** What both wrote since `before`: where both wrote of the same, mine. */
export function together(before: TableWords, { mine, theirs }: Two): TableWords {
  const names = new Set([...theirs.columns, ...mine.columns].map(({ name }) => name));
  const pick = <T>(was: T, own: T, other: T): T =>
    JSON.stringify(own) === JSON.stringify(was) ? other : own;
  return {
    means: pick(before.means, mine.means, theirs.means),
    owner: pick(before.owner, mine.owner, theirs.owner),
    fresh: pick(before.fresh, mine.fresh, theirs.fresh),
    columns: [...names].map((name) => {
      const [was, own, other] = [before, mine, theirs].map((words) => columnIn(words, name));
      return {
        name,
        means: pick(was?.means ?? '', own?.means ?? '', other?.means ?? ''),
        values: pick(was?.values ?? [], own?.values ?? [], other?.values ?? []),
      };
    }),
  };
}
