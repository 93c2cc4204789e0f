// Where the link of a message leads: asks before the subscription ends, and needs no sign-in.
import { useState } from 'preact/hooks';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { useTitle } from '../frame/title.ts';

export function UnsubscribePage({ token }: { token: string }) {
  const [loaded, again] = useLoaded(token, () => ask('GET unsubscribe', { params: { token } }));
  const [isEnded, setEnded] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  useTitle('End a subscription');
  const end = () =>
    ask('POST unsubscribePage', { params: { token } }).then(
      () => setEnded(true),
      (error: unknown) => setProblem(problemOf(error)),
    );
  if (loaded.state === 'loading') return <i class="shape" />;
  if (loaded.state === 'failed')
    return (
      <main id="content" class="narrow stack">
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      </main>
    );
  const { queryTitle, to, ended } = loaded.value;
  return (
    <main id="content" class="narrow stack">
      {ended || isEnded ? (
        <div role="status">
          <h1>The subscription has ended</h1>
        </div>
      ) : (
        <>
          <h1>End the subscription to “{queryTitle}”?</h1>
          <p>Nothing of it comes to {to.replace(/^mail:/, '')} any more.</p>
          {problem && <ProblemNote problem={problem} takeFocus />}
          <p>
            <button type="button" class="button primary" onClick={() => void end()}>
              End it
            </button>
          </p>
        </>
      )}
      <p class="quiet">
        All that you get stands on <a href={routes.accountPage}>your account page</a>.
      </p>
    </main>
  );
}
