// The chart of a shared result alone, for a frame in a page of another site.
import { useMemo } from 'preact/hooks';
import type { SharedResult } from '../../domain/contract/link.ts';
import { routes } from '../../domain/routes.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { chartPlan } from '../charts/chart-plan.ts';
import { ResultChart } from '../charts/result-chart.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  token: string;
  search: string;
}

export function SharedChartPage({ token, search }: Props) {
  const [shared, again] = useLoaded(`${token}${search}`, () =>
    ask('GET shareResult', { params: { token }, query: new URLSearchParams(search) }),
  );
  return (
    <main id="content" class="shared-chart stack">
      {shared.state === 'loading' && <i class="shape chart-shape" />}
      {shared.state === 'failed' && (
        <ProblemNote problem={shared.problem} action={{ label: 'Try again', run: again }} />
      )}
      {shared.state === 'done' && <SharedChart shared={shared.value} {...{ token, search }} />}
    </main>
  );
}

function SharedChart({ shared, token, search }: Props & { shared: SharedResult }) {
  const plan = useMemo(() => chartPlan(shared.chart, shared, shared.notes), [shared]);
  return (
    <>
      <h1>{shared.title}</h1>
      {shared.stale && <p class="tone warn">{shared.stale}</p>}
      {plan ? <ResultChart plan={plan} /> : <p class="empty">This result makes no chart.</p>}
      <p class="quiet small">
        <TimeAgo at={shared.ranAt} />,{' '}
        <a href={routes.sharePage(token) + search} target="_blank" rel="noreferrer">
          with its numbers
        </a>
      </p>
    </>
  );
}
