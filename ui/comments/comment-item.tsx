// One comment: who said it and when, what, and what its author may do with it.
import { useState } from 'preact/hooks';
import type { About, Comment } from '../../domain/contract/talk/comment.ts';
import type { Problem } from '../../domain/problem.ts';
import { exactTime } from '../age.ts';
import { Icon } from '../icon.tsx';
import { problemOf } from '../loaded.ts';
import { Markdown } from '../markdown.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { TimeAgo } from '../time-ago.tsx';
import { ActionDialog } from '../action-dialog.tsx';
import { CommentField } from './comment-field.tsx';
import { useSpeech } from './speech.ts';

interface Props {
  about: About;
  comment: Comment;
  onChanged: () => void;
}

export const nameOf = ({ name, email }: { name: string; email: string }) =>
  name || email || 'Somebody';

export function CommentItem({ about, comment, onChanged }: Props) {
  const speech = useSpeech();
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const { id, author, madeAt, editedAt, deleted, may, kind, version } = comment;
  const done = () => {
    setOpen(null);
    onChanged();
  };
  return (
    <li class="comment" id={`comment-${id}`}>
      <p class="comment-head">
        <strong>{nameOf(author)}</strong>
        <span class="quiet">
          <TimeAgo at={madeAt} />
          {editedAt && deleted === null && <span title={exactTime(editedAt)}>, edited</span>}
        </span>
        {kind === 'review' && (
          <span class="badge good">
            <Icon name="good" />
            Reviewed{version === null ? '' : `, version ${version}`}
          </span>
        )}
        <span class="grow" />
        {may.edit && open !== 'edit' && (
          <button type="button" class="plain-button" onClick={() => setOpen('edit')}>
            Edit
          </button>
        )}
        {may.delete && (
          <button type="button" class="plain-button" onClick={() => setOpen('delete')}>
            Delete
          </button>
        )}
      </p>
      {open === 'edit' ? (
        <Editing {...{ about, comment }} onDone={done} onClose={() => setOpen(null)} />
      ) : (
        <Said comment={comment} />
      )}
      {open === 'delete' && (
        <ActionDialog
          title="Delete this comment?"
          action={{
            label: 'Delete',
            run: () => speech.remove(id).then(done),
            isDanger: true,
          }}
          isQuestion
          onClose={() => setOpen(null)}
        >
          <p>Its text is gone for good. That there was a comment, and who deleted it, stays.</p>
        </ActionDialog>
      )}
    </li>
  );
}

function Said({ comment: { text, mentions, deleted } }: { comment: Comment }) {
  if (deleted !== null) {
    return (
      <p class="quiet">
        Deleted by {nameOf(deleted.by)} on {exactTime(deleted.at)}.
      </p>
    );
  }
  return text === null || text === '' ? null : <Markdown text={text} people={mentions} />;
}

interface EditingProps extends Pick<Props, 'about' | 'comment'> {
  onDone: () => void;
  onClose: () => void;
}

function Editing({ about, comment, onDone, onClose }: EditingProps) {
  const speech = useSpeech();
  const [text, setText] = useState(comment.text ?? '');
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = () => {
    if (text.trim() === '') return;
    speech.change(comment.id, text).then(onDone, (error) => setProblem(problemOf(error)));
  };
  return (
    <form
      class="stack small-gap"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <CommentField
        about={about}
        label="Your comment"
        text={text}
        onText={setText}
        onSend={save}
        takeFocus
      />
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div class="row">
        <button type="submit" class="button primary" disabled={text.trim() === ''}>
          Save
        </button>
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}
