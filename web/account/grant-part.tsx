// The leave to write to spreadsheets that one picks at Google: on the page of the account.
import { useState } from 'preact/hooks';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { goToGoogle } from './go-to-google.ts';

export function GrantPart() {
  const [loaded, again] = useLoaded('google-grant', () => ask('GET googleGrant'));
  const [problem, setProblem] = useState<Problem | null>(null);
  if (loaded.state !== 'done') return null;
  const { isOffered, grant } = loaded.value;
  if (!isOffered && grant === null) return null;
  const failed = (error: unknown) => setProblem(problemOf(error));
  const pick = () => void goToGoogle({ returnTo: routes.accountPage }).catch(failed);
  const forget = () => void ask('DELETE googleGrant').then(again, failed);
  return (
    <section class="stack" aria-labelledby="google-grant">
      <h2 id="google-grant">Spreadsheets that you picked</h2>
      {grant === null ? (
        <p class="quiet">
          Sheetfeed can write your results to spreadsheets of yours, without your sharing them with
          it: you pick them at Google, and it may open those and no others.
        </p>
      ) : (
        <p>
          You let Sheetfeed write to the spreadsheets that you pick, as <b>{grant.email}</b>, since{' '}
          <TimeAgo at={grant.madeAt} />.
        </p>
      )}
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div class="row wrap">
        <button type="button" class="button compact" onClick={pick}>
          {grant === null ? 'Let Sheetfeed write to spreadsheets that you pick' : 'Pick more'}
        </button>
        {grant !== null && (
          <button type="button" class="button compact" onClick={forget}>
            Forget this grant
          </button>
        )}
      </div>
    </section>
  );
}
