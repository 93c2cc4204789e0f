// What the columns of a result mean, as notes on them: its author's words first, then those of the table's column that each is.
import type { ColumnNote } from '../contract/query.ts';
import type { QueryWords } from '../contract/teaching/data-words.ts';
import { columnText } from './data-words.ts';

/** The notes with what is known of columns of which the author says nothing. One of two columns of a name has none: nobody knows which it is. */
export function notesInWords(
  notes: readonly ColumnNote[],
  { result }: Pick<QueryWords, 'result'>,
  columns: readonly { name: string }[],
): ColumnNote[] {
  const isAlone = (name: string) => columns.filter((column) => column.name === name).length === 1;
  const told = result.flatMap(({ name, means, values, table, column }): ColumnNote[] => {
    const text = columnText(means, values);
    if (text === null || !isAlone(name)) return [];
    const source = means?.by === 'database' ? ', by the database’s comment' : '';
    return [{ name, description: `${text}\n(${table}.${column}${source})` }];
  });
  const own = new Map(notes.map((note) => [note.name, note]));
  const added = told.filter(({ name }) => !own.has(name));
  return [
    ...notes.map((note) =>
      note.description ? note : { ...told.find(({ name }) => name === note.name), ...note },
    ),
    ...added,
  ];
}
