// One thread: what it is about, what was said, and answering it.
import { useState } from 'preact/hooks';
import type { Thread } from '../../domain/contract/comment.ts';
import type { Problem } from '../../domain/problem.ts';
import { exactTime } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { CommentField } from './comment-field.tsx';
import { CommentItem, nameOf } from './comment-item.tsx';
import { Told, useSaying } from './new-comment.tsx';
import { isSameRow, rowKeyOf, rowWords } from './row-key.ts';
import type { Talk } from './use-talk.ts';

export function ThreadItem({ thread, talk }: { thread: Thread; talk: Talk }) {
  const { about, again } = talk;
  const { id, comments, resolved } = thread;
  return (
    <li class="thread" id={`thread-${id}`} tabIndex={-1}>
      <WhatAbout thread={thread} talk={talk} />
      <ol class="plain-list comments-of">
        {comments.map((comment) => (
          <CommentItem key={comment.id} about={about} comment={comment} onChanged={again} />
        ))}
      </ol>
      {resolved !== null && (
        <p class="quiet small">
          Resolved by {nameOf(resolved.by)} on {exactTime(resolved.at)}
        </p>
      )}
      <Answer thread={thread} talk={talk} />
    </li>
  );
}

function WhatAbout({ thread: { row, column }, talk }: { thread: Thread; talk: Talk }) {
  if (row === null && column === null) return null;
  const isGone = row !== null && !isThere(row, talk);
  return (
    <p class="row wrap small">
      <span class="badge">
        <Icon name={column === null ? 'table' : 'cell'} />
        {row === null ? column : `${rowWords(row)}${column === null ? '' : `, ${column}`}`}
      </span>
      {isGone && <span class="quiet">This row is not in the result shown now.</span>}
    </p>
  );
}

// A row that is not there is said to be gone only where there is a whole result to look into.
function isThere(row: NonNullable<Thread['row']>, { result, places }: Talk): boolean {
  if (result === null || places === null) return true;
  return result.rows.some((_, at) => isSameRow(rowKeyOf(result, places, at), row));
}

function Answer({ thread: { id, resolved }, talk }: { thread: Thread; talk: Talk }) {
  const { about, again } = talk;
  const [isOpen, setOpen] = useState(false);
  const [failed, setFailed] = useState<Problem | null>(null);
  const saying = useSaying({
    about,
    replyTo: id,
    onSaid: () => {
      setOpen(false);
      again();
    },
  });
  const resolve = () => {
    const body = { resolved: resolved === null };
    setFailed(null);
    ask('PUT resolved', { params: { id }, body }).then(again, (error) =>
      setFailed(problemOf(error)),
    );
  };
  return (
    <>
      {failed && <ProblemNote problem={failed} takeFocus />}
      <Told {...saying} />
      {isOpen ? (
        <AnswerForm {...{ about, saying }} onClose={() => setOpen(false)} />
      ) : (
        <div class="row">
          <button type="button" class="button compact" onClick={() => setOpen(true)}>
            Answer
          </button>
          <button type="button" class="button compact" onClick={resolve}>
            {resolved === null ? 'Resolve' : 'Open again'}
          </button>
        </div>
      )}
    </>
  );
}

interface FormProps {
  about: Talk['about'];
  saying: ReturnType<typeof useSaying>;
  onClose: () => void;
}

function AnswerForm({ about, saying, onClose }: FormProps) {
  return (
    <form
      class="stack small-gap"
      aria-label="Answer"
      onSubmit={(event) => {
        event.preventDefault();
        saying.say();
      }}
    >
      <CommentField
        about={about}
        label="Answer"
        text={saying.text}
        onText={saying.setText}
        onSend={() => saying.say()}
        takeFocus
      />
      <div class="row">
        <button
          type="submit"
          class="button primary"
          disabled={saying.isBusy || saying.text.trim() === ''}
        >
          Answer
        </button>
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}
