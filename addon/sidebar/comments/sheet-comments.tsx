// What was said of a query, read and answered beside the sheet: at a linked range also of its rows, with the way to their cells.
import { useState } from 'preact/hooks';
import type { About, Thread } from '../../../domain/contract/talk/comment.ts';
import type { Problem } from '../../../domain/problem.ts';
import { NewComment } from '../../../ui/comments/new-comment.tsx';
import { SpeechContext } from '../../../ui/comments/speech.ts';
import { WHOLE } from '../../../ui/comments/target.ts';
import { Threads } from '../../../ui/comments/thread-list.tsx';
import { problemOf, useLoaded } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type { CommentsView } from '../../talk/talk-views.ts';
import { call } from '../server.ts';
import { SelectedTarget } from './selected-target.tsx';
import { speech } from './sidebar-speech.ts';

interface Props {
  slug: string;
  /** The linked range whose rows are spoken of; null: a query that is looked at. */
  range: string | null;
}

export function SheetComments({ slug, range }: Props) {
  const about: About = `query:${slug}`;
  const [view, setView] = useState<CommentsView | null>(null);
  const [target, setTarget] = useState(WHOLE);
  const [loaded, again] = useLoaded(`${slug} ${range}`, async () => {
    const found = await call('readComments', { about, range });
    setView(found);
  });
  return (
    <SpeechContext.Provider value={speech}>
      <div class="comments stack">
        {loaded.state === 'failed' && (
          <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
        )}
        {view === null && loaded.state === 'loading' && (
          <p class="quiet" role="status">
            Reading what was said …
          </p>
        )}
        {view && <Said {...{ about, range, view, again }} />}
        <NewComment {...{ about, target, setTarget }} onSaid={again}>
          {range !== null && <SelectedTarget {...{ range, target, setTarget }} />}
        </NewComment>
      </div>
    </SpeechContext.Provider>
  );
}

interface SaidProps {
  about: About;
  range: string | null;
  view: CommentsView;
  again: () => void;
}

function Said({ about, range, view: { list, cells }, again }: SaidProps) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const goTo = (cell: string) => {
    setProblem(null);
    call('goToRange', { id: range ?? '', cell }).catch((error) => setProblem(problemOf(error)));
  };
  const rowNote = ({ id }: Thread) => {
    const cell = cells[id];
    return cell === undefined ? (
      <span class="quiet">This row was not found in the cells.</span>
    ) : (
      <button type="button" class="plain-button" onClick={() => goTo(cell)}>
        Go to {cell}
      </button>
    );
  };
  return (
    <>
      {problem && <ProblemNote problem={problem} takeFocus />}
      <Threads list={list} around={{ about, again, ...(range === null ? {} : { rowNote }) }} />
    </>
  );
}
