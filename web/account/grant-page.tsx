// Where Google sends the browser back to, once a person has picked spreadsheets: keeps the leave, and goes on.
import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';

export function GrantPage({ search }: { search: string }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    document.title = 'Spreadsheets that you picked · Sheetfeed';
    finish(search).catch((error: unknown) => setProblem(problemOf(error)));
  }, []);
  return (
    <div class="narrow stack">
      <h1>Spreadsheets that you picked</h1>
      {problem === null ? (
        <p role="status">One moment…</p>
      ) : (
        <>
          <ProblemNote problem={problem} takeFocus />
          <p>
            <a href={routes.accountPage}>Your account</a>
          </p>
        </>
      )}
    </div>
  );
}

async function finish(search: string): Promise<void> {
  const sent = new URLSearchParams(search);
  const [state, code] = [sent.get('state'), sent.get('code')];
  if (state === null || code === null) {
    throw new Problem('forbidden', 'It was broken off at Google. Nothing was changed.');
  }
  const { returnTo } = await ask('POST googleGrant', { body: { state, code } });
  goTo(returnTo, { replace: true });
}
