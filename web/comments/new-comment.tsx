// Says something: about the whole, a row, or a cell of it; or that one has looked at it and stands for it.
import { useId, useState } from 'preact/hooks';
import type { About, CommentKind } from '../../domain/contract/comment.ts';
import type { Problem } from '../../domain/problem.ts';
import { Combobox } from '../../ui/fields/combobox.tsx';
import { Icon } from '../../ui/icon.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { newRun } from '../../ui/new-run.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { CommentField } from './comment-field.tsx';
import { rowKeyOf, rowWords } from './row-key.ts';
import { WHOLE, type Talk, type Target } from './use-talk.ts';

interface Saying {
  about: About;
  target?: Target;
  replyTo?: string;
  onSaid: () => void;
}

/** What is needed to say something: sent again after a lost answer, it is not said twice. */
export function useSaying({ about, target = WHOLE, replyTo, onSaid }: Saying) {
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
    ask('POST comments', { body: { about, id, kind, text, ...where } })
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

export function NewComment({ talk }: { talk: Talk }) {
  const { about, target, setTarget, again } = talk;
  const saying = useSaying({
    about,
    target,
    onSaid: () => {
      setTarget(WHOLE);
      again();
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
      {talk.result !== null && <TargetField talk={talk} />}
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

const MOST_OFFERED = 1_000;

function TargetField({ talk }: { talk: Talk }) {
  const id = useId();
  const { target, setTarget, result, places } = talk;
  if (result === null) return null;
  if (places === null) {
    return (
      <p class="quiet small">
        This comment is about the whole. For comments on rows the query’s author says which columns
        name a row (its key).
      </p>
    );
  }
  const rows = result.rows.slice(0, MOST_OFFERED).map((_, at) => rowKeyOf(result, places, at));
  const options = rows.map((row, at) => ({ value: String(at), label: rowWords(row) }));
  return (
    <div class="row wrap target">
      <label for={id}>About the row</label>
      <Combobox
        key={target.row === null ? 'whole' : rowWords(target.row)}
        id={id}
        text={target.row === null ? '' : rowWords(target.row)}
        options={options}
        placeholder="None: about the whole"
        onPick={({ value }) => setTarget({ row: rows[Number(value)] ?? null, column: null })}
        onClear={() => setTarget(WHOLE)}
      />
      {target.row !== null && <ColumnField talk={talk} />}
    </div>
  );
}

function ColumnField({ talk: { target, setTarget, result } }: { talk: Talk }) {
  const id = useId();
  return (
    <>
      <label for={id}>Cell</label>
      <select
        id={id}
        class="input narrow-select"
        value={target.column ?? ''}
        onChange={({ currentTarget: { value } }) =>
          setTarget({ ...target, column: value === '' ? null : value })
        }
      >
        <option value="">The whole row</option>
        {result?.columns.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" class="plain-button" onClick={() => setTarget(WHOLE)}>
        About the whole
      </button>
    </>
  );
}
