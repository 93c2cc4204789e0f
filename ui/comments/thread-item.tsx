// One thread: what it is about, what was said, and answering it.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { About, Thread } from '../../domain/contract/talk/comment.ts';
import type { Problem } from '../../domain/problem.ts';
import { exactTime } from '../age.ts';
import { Icon } from '../icon.tsx';
import { problemOf } from '../loaded.ts';
import { ProblemNote } from '../problem-note.tsx';
import { CommentField } from './comment-field.tsx';
import { CommentItem, nameOf } from './comment-item.tsx';
import { Told, useSaying } from './new-comment.tsx';
import { rowWords } from './row-key.ts';
import { useSpeech } from './speech.ts';

/** What threads are shown in. */
export interface Around {
  about: About;
  /** Loads what was said anew. */
  again: () => void;
  /** What is to be told of the row that a thread is about; absent: nothing. */
  rowNote?: (thread: Thread) => ComponentChildren;
}

interface Props {
  thread: Thread;
  around: Around;
}

export function ThreadItem({ thread, around }: Props) {
  const { about, again } = around;
  const { id, comments, resolved } = thread;
  return (
    <li class="thread" id={`thread-${id}`} tabIndex={-1}>
      <WhatAbout {...{ thread, around }} />
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
      <Answer {...{ thread, around }} />
    </li>
  );
}

function WhatAbout({ thread, around }: Props) {
  const { row, column } = thread;
  if (row === null && column === null) return null;
  return (
    <p class="row wrap small">
      <span class="badge">
        <Icon name={column === null ? 'table' : 'cell'} />
        {row === null ? column : `${rowWords(row)}${column === null ? '' : `, ${column}`}`}
      </span>
      {row !== null && around.rowNote?.(thread)}
    </p>
  );
}

function Answer({ thread: { id, resolved }, around: { about, again } }: Props) {
  const speech = useSpeech();
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
    setFailed(null);
    speech.resolve(id, resolved === null).then(again, (error) => setFailed(problemOf(error)));
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
  about: About;
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
