// Help: what to do when something is wrong, the keys, the catalog's page, and what is needed once in a while.
import { useState } from 'preact/hooks';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import type { Problem } from '../../domain/problem.ts';
import { call } from './server.ts';
import { useSession } from './session.ts';
import { ViewHead } from './view-head.tsx';

const answers: [question: string, answer: string][] = [
  [
    'A number looks wrong',
    'Under “Linked ranges” find its range: it says how old the values are, with which values the query ran, and whose query it is. Refresh it; if the number stays, ask that person.',
  ],
  [
    'A refresh did what I did not want',
    '“Undo refresh” at the range brings the cells back, for six hours.',
  ],
  [
    'May I move it, sort it, write beside it?',
    'Yes. A linked range is found wherever you move it, and a refresh changes no cell outside it. Under More → Options you say what happens to the rows.',
  ],
];

const keys: [key: string, does: string][] = [
  ['/', 'searches'],
  ['↑ ↓', 'move in a list'],
  ['Enter', 'opens a query, or goes to a range'],
  ['Esc', 'goes back'],
];

export function HelpView() {
  const { pagesUrl } = useSession().start;
  return (
    <>
      <ViewHead title="Help" />
      <main class="fill scroll pad stack wide">
        {answers.map(([question, answer]) => (
          <section class="stack small-gap">
            <h2>{question}</h2>
            <p>{answer}</p>
          </section>
        ))}
        <section class="stack small-gap">
          <h2>Keys</h2>
          <dl class="values">
            {keys.map(([key, does]) => (
              <div>
                <dt>{key}</dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
        <p>
          <a href={pagesUrl} target="_blank" rel="noopener">
            Open the catalog in a page
          </a>
        </p>
        <SelfCheck />
      </main>
    </>
  );
}

function SelfCheck() {
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const check = async () => {
    setBusy(true);
    setProblem(null);
    setFound(null);
    await call('checkSpreadsheet').then(setFound, (error) => setProblem(problemOf(error)));
    setBusy(false);
  };
  return (
    <section class="stack small-gap">
      <h2>For whoever looks after Sheetfeed</h2>
      <p>
        Tries in a new tab whether Google Sheets writes values as Sheetfeed expects. Nothing of
        yours is touched.
      </p>
      <div>
        <button type="button" class="button compact" disabled={busy} onClick={() => void check()}>
          {busy ? 'Checking…' : 'Check this spreadsheet'}
        </button>
      </div>
      {found && (
        <p class="note good" role="status">
          {found}
        </p>
      )}
      {problem && <ProblemNote problem={problem} takeFocus />}
    </section>
  );
}
