// All that fires, has no data or could not be looked at, of the queries that the member may see.
import type { Alert } from '../../domain/contract/alert.ts';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { personWords, stateTones, stateWords, subjectWords } from './alert-words.ts';
import { useFreshAlerts } from './use-fresh-alerts.ts';
import { useTitle } from '../frame/title.ts';

export function LoudAlertsPage() {
  const [loaded, again] = useFreshAlerts({ firing: 'true' });
  useTitle('What fires now');
  return (
    <div class="alerts stack">
      <h1>What fires now</h1>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && <List alerts={loaded.value} />}
    </div>
  );
}

function List({ alerts }: { alerts: Alert[] }) {
  if (alerts.length === 0) {
    return (
      <div class="empty">
        <h2>All is well</h2>
        <p class="lead-small">
          No alert fires, and each could be looked at. Alerts are made on a query’s page.
        </p>
      </div>
    );
  }
  return (
    <ul class="alert-list" aria-label="Alerts">
      {alerts.map((alert) => (
        <Item key={alert.id} alert={alert} />
      ))}
    </ul>
  );
}

const MOST_NAMED = 3;

function Item({ alert }: { alert: Alert }) {
  const { name, query, queryTitle, state, subjects, firing, note, mutedUntil, takenBy } = alert;
  const [tone, icon] = stateTones[state];
  const oldest = subjects.filter((one) => one.state === 'firing').sort(bySince)[0];
  const named = subjects.filter((one) => one.state === 'firing' && one.name.length > 0);
  const rest = firing - MOST_NAMED;
  return (
    <li class={`alert ${tone}`}>
      <div class="alert-head">
        <h2>
          <a href={routes.alertsPage(query)}>{name}</a>
        </h2>
        <span class={`tone ${tone}`}>
          <Icon name={icon} />
          {stateWords(alert)}
        </span>
        {mutedUntil !== null && <span class="badge">Muted</span>}
        {takenBy !== null && <span class="badge">{personWords(takenBy)} is on it</span>}
      </div>
      <p class="quiet">
        {queryTitle}
        {oldest && (
          <>
            , began <TimeAgo at={oldest.since} />
          </>
        )}
      </p>
      {named.length > 0 && (
        <p>
          {named
            .slice(0, MOST_NAMED)
            .map((one) => subjectWords(one.name))
            .join('; ')}
          {rest > 0 && ` and ${rest.toLocaleString()} more`}
        </p>
      )}
      {note !== '' && <p class="alert-note">{note}</p>}
    </li>
  );
}

const bySince = (one: { since: string }, other: { since: string }) =>
  one.since < other.since ? -1 : 1;
