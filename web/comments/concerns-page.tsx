// What others said that concerns the member: where they are spoken to, in their threads, and about what they own.
import { useEffect, useState } from 'preact/hooks';
import type { Concern } from '../../domain/contract/talk/comment.ts';
import { nameOf } from '../../ui/comments/comment-item.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { useTitle } from '../frame/title.ts';

export function ConcernsPage() {
  const [loaded, again] = useLoaded('concerns', () => ask('GET concerns'));
  const [isOpenOnly, setOpenOnly] = useState(false);
  useTitle('What concerns you');
  useSeen(loaded.state === 'done' ? loaded.value.concerns : []);
  return (
    <div class="concerns stack">
      <h1>What concerns you</h1>
      <p class="quiet">
        What others say to you, in threads where you spoke, and about queries and boards that are
        yours.
      </p>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && (
        <>
          <label class="check">
            <input
              type="checkbox"
              checked={isOpenOnly}
              onChange={({ currentTarget }) => setOpenOnly(currentTarget.checked)}
            />
            Leave out what is resolved
          </label>
          <List concerns={loaded.value.concerns.filter((one) => !isOpenOnly || !one.resolved)} />
        </>
      )}
    </div>
  );
}

function List({ concerns }: { concerns: Concern[] }) {
  if (concerns.length === 0) {
    return (
      <div class="empty">
        <h2>Nothing is waiting for you</h2>
        <p class="lead-small">
          Comments are written on the pages of queries, boards and frozen runs. An @ and an address
          speaks to somebody.
        </p>
      </div>
    );
  }
  return (
    <ul class="plain-list" aria-label="Comments">
      {concerns.map((concern) => (
        <Item key={concern.id} concern={concern} />
      ))}
    </ul>
  );
}

const whyWords = {
  mentioned: 'spoke to you',
  answered: 'answered where you spoke',
  owner: 'spoke about what is yours',
};

function Item({ concern }: { concern: Concern }) {
  const { path, title, author, why, kind, text, mentions, madeAt, isNew, resolved } = concern;
  return (
    <li class={isNew ? 'concern new' : 'concern'}>
      <p>
        {isNew && <span class="badge">New</span>} <strong>{nameOf(author)}</strong>{' '}
        <span class="quiet">
          {kind === 'review' ? 'reviewed it' : whyWords[why]}, <TimeAgo at={madeAt} />
          {resolved && ', resolved since'}
        </span>
      </p>
      <p>
        <a href={path}>{title}</a>
      </p>
      {text !== '' && <Markdown text={text} people={mentions} />}
    </li>
  );
}

// What is shown has been seen; the marks of what was new stay until the page is left.
function useSeen(concerns: readonly Concern[]): void {
  const latest = concerns[0]?.madeAt;
  useEffect(() => {
    if (latest === undefined) return;
    ask('PUT concerns', { body: { readAt: new Date().toISOString() } }).catch(() => undefined);
  }, [latest]);
}
