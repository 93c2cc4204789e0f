// What the tables and columns of a query mean, asked for once its first rows stand there: nobody waits for it.
import type { ColumnNote } from '../../../domain/contract/query.ts';
import { routes } from '../../../domain/routes.ts';
import { notesInWords } from '../../../domain/teaching/told-columns.ts';
import { useLoaded } from '../../../ui/loaded.ts';
import type { WordsProps } from '../../../ui/sentences/tables-in-words.tsx';
import type { PreviewView, QueryView } from '../../sidebar-functions.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';

interface InWords {
  notes: readonly ColumnNote[];
  words: WordsProps;
}

export function useWords(
  { slug, version, source, columns: notes = [] }: QueryView['query'],
  shown: PreviewView | null,
): InWords {
  const { pagesUrl } = useSession().start;
  const isWanted = shown !== null;
  const [words, onAgain] = useLoaded(`${slug} ${version} ${isWanted}`, async () =>
    isWanted ? call('readWords', { slug }) : null,
  );
  const told = words.state === 'done' ? words.value : null;
  const pageOf: WordsProps['pageOf'] = ({ schema, name }) =>
    pagesUrl.replace(/\/$/, '') + routes.tableWordsPage(source, schema, name);
  return {
    notes: told && shown ? notesInWords(notes, told, shown.columns) : notes,
    words: { words, onAgain, pageOf },
  };
}
