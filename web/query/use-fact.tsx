// How a query was used in the last thirty days, on its page: failing and slow ones stand out.
import type { QueryUse } from '../../domain/contract/audit.ts';
import { PROBLEMS, type ProblemCode } from '../../domain/problem.ts';
import { countWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';

export function UseFact({ slug }: { slug: string }) {
  const [loaded] = useLoaded(slug, () => ask('GET use', { params: { slug } }));
  return (
    <>
      <dt>In the last 30 days</dt>
      <dd>{loaded.state === 'done' ? <Use use={loaded.value} /> : ' '}</dd>
    </>
  );
}

function Use({ use }: { use: QueryUse }) {
  const { runs, people, failures, medianMs, slowestMs, lastFailure, callers } = use;
  if (runs === 0) return <>not used</>;
  return (
    <div class="use">
      <p>
        {countWords(runs, 'run')} by {countWords(people, 'person', 'people')}
      </p>
      <UseBars days={use.days} />
      {medianMs !== null && slowestMs !== null && (
        <p class={use.state === 'slow' ? 'tone warn' : undefined}>
          {use.state === 'slow' && <Icon name="warn" />}
          <span>
            {use.state === 'slow' && 'Slow: '}usually {timeWords(medianMs)}, at most{' '}
            {timeWords(slowestMs)}
          </span>
        </p>
      )}
      {failures > 0 && (
        <p class={use.state === 'failing' ? 'tone bad' : undefined}>
          {use.state === 'failing' && <Icon name="bad" />}
          <span>
            {use.state === 'failing' && 'Fails often: '}
            {countWords(failures, 'failure')}
            {lastFailure && (
              <>
                , the last <TimeAgo at={lastFailure.at} /> ({titleOf(lastFailure.code)})
              </>
            )}
          </span>
        </p>
      )}
      {callers !== undefined && callers.length > 0 && (
        <details>
          <summary>Who ran it</summary>
          <ul>
            {callers.map(({ name, runs: times, lastAt }) => (
              <li key={name}>
                {name}: {countWords(times, 'run')}, <TimeAgo at={lastAt} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** A bar for each day; what failed is its lower part, in another pattern than colour alone. */
function UseBars({ days }: { days: QueryUse['days'] }) {
  const most = Math.max(1, ...days.map(({ runs }) => runs));
  return (
    <div class="use-bars" role="img" aria-label={`Runs on each of the last ${days.length} days`}>
      {days.map(({ day, runs, failures }) => (
        <i
          key={day}
          title={`${day}: ${countWords(runs, 'run')}${failures > 0 ? `, ${failures} failed` : ''}`}
          class={failures > 0 ? 'failed' : undefined}
          style={{ height: `${runs === 0 ? 4 : Math.max(12, (100 * runs) / most)}%` }}
        />
      ))}
    </div>
  );
}

function titleOf(code: string): string {
  const title = code in PROBLEMS ? PROBLEMS[code as ProblemCode].title : code;
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function timeWords(ms: number): string {
  return ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
