// What was said about a query, a frozen run or a board, and a place to say more.
import { useEffect } from 'preact/hooks';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { NewComment } from './new-comment.tsx';
import { ThreadItem } from './thread-item.tsx';
import type { Talk } from './use-talk.ts';

export function Comments({ talk }: { talk: Talk }) {
  const { loaded, list, again } = talk;
  useArrival(list !== null);
  const threads = list?.threads ?? [];
  const open = threads.filter(({ resolved }) => resolved === null);
  const resolved = threads.filter((thread) => thread.resolved !== null);
  return (
    <section class="comments stack" aria-label="Comments" id="comments">
      <h2>Comments{open.length > 0 && ` (${open.length})`}</h2>
      <NewComment talk={talk} />
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {list === null && loaded.state === 'loading' && <i class="shape" />}
      {list !== null && threads.length === 0 && <p class="quiet">Nobody has said anything yet.</p>}
      <ul class="threads">
        {open.map((thread) => (
          <ThreadItem key={thread.id} thread={thread} talk={talk} />
        ))}
      </ul>
      {resolved.length > 0 && (
        <details>
          <summary>Resolved ({resolved.length})</summary>
          <ul class="threads">
            {resolved.map((thread) => (
              <ThreadItem key={thread.id} thread={thread} talk={talk} />
            ))}
          </ul>
        </details>
      )}
      {list?.more && <p class="quiet">Older threads are not shown.</p>}
    </section>
  );
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
