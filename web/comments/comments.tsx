// What was said about a query, a frozen run or a board, and a place to say more.
import { useEffect } from 'preact/hooks';
import type { Thread } from '../../domain/contract/talk/comment.ts';
import { NewComment } from '../../ui/comments/new-comment.tsx';
import { isSameRow, rowKeyOf } from '../../ui/comments/row-key.ts';
import { SpeechContext } from '../../ui/comments/speech.ts';
import { openThreads, Threads } from '../../ui/comments/thread-list.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { speech } from './page-speech.ts';
import { TargetField } from './target-field.tsx';
import type { Talk } from './use-talk.ts';

export function Comments({ talk }: { talk: Talk }) {
  const { about, loaded, list, again, target, setTarget } = talk;
  useArrival(list !== null);
  const open = list === null ? 0 : openThreads(list).length;
  const rowNote = ({ row }: Thread) =>
    row !== null &&
    !isThere(row, talk) && <span class="quiet">This row is not in the result shown now.</span>;
  return (
    <SpeechContext.Provider value={speech}>
      <section class="comments stack" aria-label="Comments" id="comments">
        <h2>Comments{open > 0 && ` (${open})`}</h2>
        <NewComment {...{ about, target, setTarget }} onSaid={again}>
          {talk.result !== null && <TargetField talk={talk} />}
        </NewComment>
        {loaded.state === 'failed' && (
          <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
        )}
        {list === null && loaded.state === 'loading' && <i class="shape" />}
        {list !== null && <Threads list={list} around={{ about, again, rowNote }} />}
      </section>
    </SpeechContext.Provider>
  );
}

// A row that is not there is said to be gone only where there is a whole result to look into.
function isThere(row: NonNullable<Thread['row']>, { result, places }: Talk): boolean {
  if (result === null || places === null) return true;
  return result.rows.some((_, at) => isSameRow(rowKeyOf(result, places, at), row));
}

// An address that ends in #comment-… was there before the comment was.
function useArrival(isThere: boolean): void {
  useEffect(() => {
    if (!isThere || !/^#(comment|thread)-[\da-f-]+$/.test(location.hash)) return;
    const said = document.getElementById(location.hash.slice(1));
    const fold = said?.closest('details');
    if (fold) fold.open = true;
    said?.scrollIntoView({ block: 'center' });
  }, [isThere]);
}
