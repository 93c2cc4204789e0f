// Says something: about the whole, a row, or a cell of it; or that one has looked at it and stands for it.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { About, CommentKind } from '../../domain/contract/talk/comment.ts';
import type { Problem } from '../../domain/problem.ts';
import { Icon } from '../icon.tsx';
import { problemOf } from '../loaded.ts';
import { newRun } from '../new-run.ts';
import { ProblemNote } from '../problem-note.tsx';
import { CommentField } from './comment-field.tsx';
import { useSpeech } from './speech.ts';
import { WHOLE, type Target } from './target.ts';

interface Saying {
  about: About;
  target?: Target;
  replyTo?: string;
  onSaid: () => void;
}

/** What is needed to say something: sent again after a lost answer, it is not said twice. */
export function useSaying({ about, target = WHOLE, replyTo, onSaid }: Saying) {
  const speech = useSpeech();
  const [text, setText] = useState('');
  const [id, setId] = useState(newRun);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [unreached, setUnreached] = useState<string[]>([]);
  const say = (kind: CommentKind = 'comment') => {
    if (isBusy || (kind === 'comment' && text.trim() === '')) return;
    setBusy(true);
    setProblem(null);
    const where = {
      ...(target.row === null ? {} : { row: target.row }),
      ...(target.column === null ? {} : { column: target.column }),
      ...(replyTo === undefined ? {} : { replyTo }),
    };
    speech
      .say({ about, id, kind, text, ...where })
      .then(
        (said) => {
          setText('');
          setId(newRun());
          setUnreached(said.unreached);
          onSaid();
        },
        (error) => setProblem(problemOf(error)),
      )
      .finally(() => setBusy(false));
  };
  return { text, setText, isBusy, problem, unreached, say };
}

interface Props {
  about: About;
  target: Target;
  setTarget: (target: Target) => void;
  onSaid: () => void;
  /** Where it is chosen what the comment is about. */
  children?: ComponentChildren;
}

export function NewComment({ about, target, setTarget, onSaid, children }: Props) {
  const saying = useSaying({
    about,
    target,
    onSaid: () => {
      setTarget(WHOLE);
      onSaid();
    },
  });
  const { text, isBusy, say } = saying;
  return (
    <form
      class="stack small-gap"
      aria-label="New comment"
      onSubmit={(event) => {
        event.preventDefault();
        say();
      }}
    >
      {children}
      <CommentField
        about={about}
        label={labelOf(target)}
        text={text}
        onText={saying.setText}
        onSend={() => say()}
      />
      <Told {...saying} />
      <div class="row wrap">
        <button type="submit" class="button primary" disabled={isBusy || text.trim() === ''}>
          Comment
        </button>
        {target.row === null && (
          <button
            type="button"
            class="button"
            disabled={isBusy}
            title="Says that you looked at it and stand for it, with your name and the date"
            onClick={() => say('review')}
          >
            <Icon name="good" />
            Reviewed
          </button>
        )}
      </div>
    </form>
  );
}

function labelOf({ row, column }: Target): string {
  if (row === null) return 'Comment';
  return column === null ? 'Comment on the row' : 'Comment on the cell';
}

/** What kept it from being said, and who is not told of it. */
export function Told({
  problem,
  unreached,
}: Pick<ReturnType<typeof useSaying>, 'problem' | 'unreached'>) {
  return (
    <>
      {problem && <ProblemNote problem={problem} takeFocus />}
      {unreached.length > 0 && (
        <p class="quiet" role="status">
          It was said, but {unreached.join(', ')} {unreached.length === 1 ? 'is' : 'are'} not told:
          no member with this address may see this.
        </p>
      )}
    </>
  );
}
