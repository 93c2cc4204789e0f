// What was said, in threads: those that are open, and those that are resolved behind a fold.
import type { ThreadList } from '../../domain/contract/talk/comment.ts';
import { ThreadItem, type Around } from './thread-item.tsx';

interface Props {
  list: ThreadList;
  around: Around;
}

export const openThreads = ({ threads }: Pick<ThreadList, 'threads'>) =>
  threads.filter(({ resolved }) => resolved === null);

export function Threads({ list, around }: Props) {
  const { threads, more } = list;
  const open = openThreads(list);
  const resolved = threads.filter((thread) => thread.resolved !== null);
  return (
    <>
      {threads.length === 0 && <p class="quiet">Nobody has said anything yet.</p>}
      <Items threads={open} around={around} />
      {resolved.length > 0 && (
        <details>
          <summary>Resolved ({resolved.length})</summary>
          <Items threads={resolved} around={around} />
        </details>
      )}
      {more && <p class="quiet">Older threads are not shown.</p>}
    </>
  );
}

function Items({ threads, around }: Pick<ThreadList, 'threads'> & Pick<Props, 'around'>) {
  return (
    <ul class="threads">
      {threads.map((thread) => (
        <ThreadItem key={thread.id} thread={thread} around={around} />
      ))}
    </ul>
  );
}
