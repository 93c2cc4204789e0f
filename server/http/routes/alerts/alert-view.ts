// An alert as the pages and programs see it: what its owner wrote, how it stands, and what the member may do.
import type pg from 'pg';
import { firingIn, standing } from '../../../../domain/alerts/episodes.ts';
import type { Alert, AlertEvaluation, WholeAlert } from '../../../../domain/contract/alert.ts';
import { lastEpisodes, lastEvaluations } from '../../../catalog/alerts/evaluations.ts';
import { destinationsNamed } from '../../../catalog/deliveries/destinations.ts';
import { deliveriesOf } from '../../../catalog/deliveries/outbox.ts';
import { personOf } from '../../../catalog/queries/known-query.ts';
import type { Member } from '../../../identity/member.ts';
import { mayAct, takenBy, type SeenAlert } from '../../../watch/alert-changes.ts';

/** Their views, with the last evaluations of each. */
export async function alertViews(
  database: pg.Pool,
  seen: readonly SeenAlert[],
  member: Member,
): Promise<Alert[]> {
  const [evaluations, known] = await Promise.all([
    lastEvaluations(
      database,
      seen.map(({ alert }) => alert.id),
    ),
    destinationsNamed(database, [...new Set(seen.flatMap(({ alert }) => alert.content.to))]),
  ]);
  return seen.map((each) =>
    viewOf(each, { evaluations: evaluations.get(each.alert.id) ?? [], known }, member),
  );
}

const MOST_SUBJECTS = 100;

function viewOf(
  seen: SeenAlert,
  { evaluations, known }: { evaluations: AlertEvaluation[]; known: ReadonlyMap<string, unknown> },
  member: Member,
): Alert {
  const { alert, query } = seen;
  const { content, owner, state, dueAt, mutedUntil } = alert;
  const act = mayAct(seen, member);
  const isMuted = mutedUntil !== null && mutedUntil > new Date();
  return {
    ...content,
    id: alert.id,
    query: query.slug,
    queryTitle: query.title,
    file: alert.fileName === null ? null : query.file,
    owner: personOf(owner),
    state: standing(state),
    firing: firingIn(state.subjects),
    subjects: Object.values(state.subjects)
      .slice(0, MOST_SUBJECTS)
      .map(({ name, state: how, since }) => ({ name, state: how, since })),
    mutedUntil: isMuted ? mutedUntil.toISOString() : null,
    takenBy: takenBy(alert),
    dueAt: dueAt.toISOString(),
    evaluations,
    lost: content.to.filter((name) => !known.has(name)),
    may: { act, change: act && alert.fileName === null },
  };
}

/** The same with its episodes and its messages. */
export async function wholeAlertView(
  database: pg.Pool,
  seen: SeenAlert,
  member: Member,
): Promise<WholeAlert> {
  const [[view], episodes, deliveries] = await Promise.all([
    alertViews(database, [seen], member),
    lastEpisodes(database, seen.alert.id),
    deliveriesOf(database, seen.alert.id),
  ]);
  if (view === undefined) throw new Error('a view of one alert is missing');
  return { ...view, episodes, deliveries };
}
