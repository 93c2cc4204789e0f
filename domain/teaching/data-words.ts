// Words for data: what people wrote of a table comes before the database's own comments, and what changed between two ways that it stood.
import type { Table, ValueWords } from '../contract/schema.ts';
import type { ColumnWords, Meaning, TableWords } from '../contract/teaching/data-words.ts';

export const NO_WORDS: TableWords = { means: '', owner: '', fresh: '', columns: [] };

export const saysNothing = (words: TableWords) => changedWords(NO_WORDS, words).length === 0;

/** What people wrote, else what the database says; null where nobody says anything. */
export function meaningOf(written: string, comment: string | null): Meaning | null {
  if (written !== '') return { text: written, by: 'people' };
  return comment === null || comment === '' ? null : { text: comment, by: 'database' };
}

/** The table as those who write queries see it: with the words that people wrote. */
export function tableInWords(table: Table, words: TableWords | null): Table {
  if (words === null) return table;
  const { owner, fresh } = words;
  const of = new Map(words.columns.map((column) => [column.name, column]));
  return {
    ...said(table, words.means),
    ...(owner === '' ? {} : { owner }),
    ...(fresh === '' ? {} : { fresh }),
    columns: table.columns.map((column) => {
      const { means = '', values = [] } = of.get(column.name) ?? {};
      return { ...said(column, means), ...(values.length === 0 ? {} : { valueWords: values }) };
    }),
  };
}

function said<T extends Pick<Table, 'comment' | 'commentBy'>>(thing: T, written: string): T {
  const meaning = meaningOf(written, thing.comment);
  return meaning === null ? thing : { ...thing, comment: meaning.text, commentBy: meaning.by };
}

/** What a column means in one text, with its values; null where nobody says anything. */
export function columnText(means: Meaning | null, values: readonly ValueWords[]): string | null {
  const lines = values.map(({ value, means: told }) => `${value}: ${told}`);
  const text = [...(means === null ? [] : [means.text]), ...lines].join('\n');
  return text === '' ? null : text;
}

/** Without what says nothing: the words as they are kept. */
export function withoutEmpty(words: TableWords): TableWords {
  return {
    ...words,
    columns: words.columns.filter(({ means, values }) => means !== '' || values.length > 0),
  };
}

/** A place where two ways that the words stood differ; empty: nothing stood there. */
export interface ChangedWords {
  /** `The table`, `state`, `state: open`. */
  what: string;
  before: string;
  after: string;
}

export function changedWords(before: TableWords, after: TableWords): ChangedWords[] {
  const [old, now] = [textsOf(before), textsOf(after)];
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((what) => ({ what, before: old.get(what) ?? '', after: now.get(what) ?? '' }))
    .filter((each) => each.before !== each.after);
}

function textsOf({ means, owner, fresh, columns }: TableWords): Map<string, string> {
  return new Map([
    ['The table', means],
    ['Who is asked', owner],
    ['How new it is', fresh],
    ...columns.flatMap(columnTexts),
  ]);
}

const columnTexts = ({ name, means, values }: ColumnWords): [string, string][] => [
  [name, means],
  ...values.map(({ value, means: told }): [string, string] => [`${name} = ${value}`, told]),
];
