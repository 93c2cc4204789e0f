// How a query was used in the last thirty days, on its page: failing and slow ones stand out.
import type { QueryUse } from '../../domain/contract/audit.ts';
import { isProblemCode, PROBLEMS } from '../../domain/problem.ts';
import { countWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { Fact } from './fact.tsx';

export function UseFact({ slug }: { slug: string }) {
  const [loaded] = useLoaded(slug, () => ask('GET use', { params: { slug } }));
  return (
    <Fact name="In the last 30 days">
      {loaded.state === 'done' ? <Use use={loaded.value} /> : ' '}
    </Fact>
  );
}

function Use({ use }: { use: QueryUse }) {
  const { runs, people, days, callers } = use;
  if (runs === 0) return <>not used</>;
  return (
    <div class="use">
      <p>
        {countWords(runs, 'run')} by {countWords(people, 'person', 'people')}
      </p>
      <UseBars days={days} />
      <Durations use={use} />
      <Failures use={use} />
      {callers !== undefined && callers.length > 0 && <Callers callers={callers} />}
    </div>
  );
}

function Durations({ use: { state, medianMs, slowestMs } }: { use: QueryUse }) {
  if (medianMs === null || slowestMs === null) return null;
  const isSlow = state === 'slow';
  return (
    <p class={isSlow ? 'tone warn' : undefined}>
      {isSlow && <Icon name="warn" />}
      <span>
        {isSlow && 'Slow: '}usually {timeWords(medianMs)}, at most {timeWords(slowestMs)}
      </span>
    </p>
  );
}

function Failures({ use: { state, failures, lastFailure } }: { use: QueryUse }) {
  if (failures === 0) return null;
  const isFailing = state === 'failing';
  return (
    <p class={isFailing ? 'tone bad' : undefined}>
      {isFailing && <Icon name="bad" />}
      <span>
        {isFailing && 'Fails often: '}
        {countWords(failures, 'failure')}
        {lastFailure && (
          <>
            , the last <TimeAgo at={lastFailure.at} /> ({titleOf(lastFailure.code)})
          </>
        )}
      </span>
    </p>
  );
}

function Callers({ callers }: { callers: NonNullable<QueryUse['callers']> }) {
  return (
    <details>
      <summary>Who ran it</summary>
      <ul>
        {callers.map(({ name, runs, lastAt }) => (
          <li key={name}>
            {name}: {countWords(runs, 'run')}, <TimeAgo at={lastAt} />
          </li>
        ))}
      </ul>
    </details>
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
  const title = isProblemCode(code) ? PROBLEMS[code].title : code;
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function timeWords(ms: number): string {
  return ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
