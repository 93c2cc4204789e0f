// What the tables and columns of a query mean, asked for once its result is there.
import { useMemo } from 'preact/hooks';
import type { ColumnNote, SavedQuery } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';
import { routes } from '../../domain/routes.ts';
import { notesInWords } from '../../domain/teaching/told-columns.ts';
import { useLoaded } from '../../ui/loaded.ts';
import type { WordsProps } from '../../ui/sentences/tables-in-words.tsx';
import { ask } from '../frame/ask.ts';

export interface QueryInWords {
  /** The query, its columns with what is known of them. */
  query: SavedQuery;
  words: WordsProps;
}

/** Without a result, and where nothing could be read, the columns are as their author has them. */
export function useWords(query: SavedQuery, last: Result | null): QueryInWords {
  const { slug, version, source } = query;
  const isWanted = last !== null;
  const [words, onAgain] = useLoaded(`${slug} ${version} ${isWanted}`, async () =>
    isWanted ? ask('GET queryWords', { params: { slug } }) : null,
  );
  const told = words.state === 'done' ? words.value : null;
  const columns: ColumnNote[] = useMemo(
    () => (told && last ? notesInWords(query.columns, told, last.columns) : query.columns),
    [query, told, last],
  );
  const inWords = useMemo(() => ({ ...query, columns }), [query, columns]);
  const pageOf: WordsProps['pageOf'] = ({ schema, name }) =>
    routes.tableWordsPage(source, schema, name);
  return { query: inWords, words: { words, onAgain, pageOf } };
}
