// The alerts of a query: how each stands, what it has seen lately, and the way to a new one.
import { useState } from 'preact/hooks';
import type { Alert } from '../../domain/contract/alert.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { routes } from '../../domain/routes.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { AlertDialog } from './alert-dialog.tsx';
import { AlertItem } from './alert-item.tsx';
import { Hooks } from './hooks.tsx';
import { useFreshAlerts } from './use-fresh-alerts.ts';
import { useTitle } from '../frame/title.ts';
import { WayBack } from '../frame/way-back.tsx';

interface Props {
  slug: string;
  search: string;
  /** Whether the member may write queries, and so make alerts. */
  mayWrite: boolean;
}

export function AlertsPage({ slug, search, mayWrite }: Props) {
  const [query, again] = useLoaded(slug, () => ask('GET query', { params: { slug } }));
  useTitle(`Alerts of ${query.state === 'done' ? query.value.title : slug}`);
  if (query.state === 'loading') return <i class="shape table-shape" />;
  if (query.state === 'failed') {
    return (
      <div class="narrow stack">
        <ProblemNote problem={query.problem} action={{ label: 'Try again', run: again }} />
      </div>
    );
  }
  return <Alerts query={query.value} search={search} mayWrite={mayWrite} />;
}

function Alerts({ query, search, mayWrite }: { query: SavedQuery } & Omit<Props, 'slug'>) {
  const [loaded, again] = useFreshAlerts({ query: query.slug });
  const [making, setMaking] = useState(false);
  const done = () => {
    setMaking(false);
    again();
  };
  return (
    <div class="alerts stack">
      <div class="query-head">
        <WayBack to={routes.queryPage(query.slug) + search}>{query.title}</WayBack>
        <div class="row wrap">
          <h1 class="grow">Alerts</h1>
          {mayWrite && (
            <button type="button" class="button primary" onClick={() => setMaking(true)}>
              New alert
            </button>
          )}
        </div>
      </div>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && (
        <AlertList alerts={loaded.value} query={query} mayWrite={mayWrite} onChanged={again} />
      )}
      {mayWrite && <Hooks query={query} />}
      {making && (
        <AlertDialog
          query={query}
          alert={null}
          search={search}
          onClose={() => setMaking(false)}
          onDone={done}
        />
      )}
    </div>
  );
}

interface ListProps {
  alerts: Alert[];
  query: SavedQuery;
  mayWrite: boolean;
  onChanged: () => void;
}

function AlertList({ alerts, query, mayWrite, onChanged }: ListProps) {
  if (alerts.length === 0) {
    return (
      <div class="empty">
        <h2>Nobody watches this query yet</h2>
        <p class="lead-small">
          An alert looks at the result by itself, as often as you like, and tells a channel when a
          row is there that should not be, and again when it is gone.
          {!mayWrite && ' Authors make alerts.'}
        </p>
      </div>
    );
  }
  return (
    <ul class="alert-list" aria-label="Alerts">
      {alerts.map((alert) => (
        <AlertItem key={alert.id} alert={alert} query={query} onChanged={onChanged} />
      ))}
    </ul>
  );
}
