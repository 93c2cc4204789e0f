// What an alert would have told in the last week: its rules, on the results of then that are kept and on the one of now.
import { sightOf, type WatchedResult } from '../../domain/alerts/condition.ts';
import { firingIn, newState, type AlertState } from '../../domain/alerts/episodes.ts';
import { headlineOf } from '../../domain/alerts/message.ts';
import type { AlertContent, Rehearsal } from '../../domain/contract/alert.ts';
import type { NumberAt } from '../../domain/contract/numbers.ts';
import type { KnownQuery } from '../catalog/queries/known-query.ts';
import { listFrozen, type KnownFrozen } from '../catalog/frozen/frozen-runs.ts';
import { emptyRunsOf } from '../catalog/runs/empty-runs.ts';
import type { KnownTables } from '../catalog/sheet-tables/known-tables.ts';
import type { Member } from '../identity/member.ts';
import { seesFrozen } from '../runs/frozen/frozen-access.ts';
import { frozenTable, isLarge } from '../runs/frozen/frozen-difference.ts';
import type { FrozenResults } from '../runs/frozen/frozen-results.ts';
import { askedTheSame, numbersOverTime, type Asked } from '../runs/numbers-over-time.ts';
import { BOUNDS, messagesOf, stepOf } from './evaluation.ts';
import type { WatchDependencies } from './watch-dependencies.ts';

export interface RehearsalDependencies extends Pick<
  WatchDependencies,
  'access' | 'catalog' | 'database' | 'runs' | 'timeZone'
> {
  frozen: FrozenResults;
  tables: KnownTables;
  now: () => Date;
}

export interface Rehearsing {
  query: KnownQuery;
  content: AlertContent;
  member: Member;
  signal: AbortSignal;
}

interface KeptLook {
  at: Date;
  result: WatchedResult;
}

const WEEK_MS = 7 * 86_400_000;
const MOST_FROZEN = 50;
const MOST_NUMBERS = 2_000;

/** Throws what a run of the query throws. */
export async function rehearse(
  dependencies: RehearsalDependencies,
  rehearsing: Rehearsing,
): Promise<Rehearsal> {
  const { runs, timeZone, now } = dependencies;
  const { member, query, content, signal } = rehearsing;
  const { values } = content;
  const asked = { member, query, values, timeZone, origin: 'alert' as const, signal };
  const result = await runs.look({ ...asked, maxAgeSeconds: 0 }, BOUNDS);
  const { columns } = result;
  const numbers = await numberLooks(dependencies, rehearsing, columns);
  const kept = numbers.length > 0 ? numbers : await wholeLooks(dependencies, rehearsing, columns);
  return toldBy(dependencies, rehearsing, [...kept, { at: now(), result }]);
}

function toldBy(
  dependencies: RehearsalDependencies,
  { query, content }: Rehearsing,
  looks: readonly KeptLook[],
): Rehearsal {
  const alert = { id: '', query: query.slug, content };
  const told: Rehearsal['told'] = [];
  let state: AlertState = newState;
  let [outcome, detail]: [Rehearsal['outcome'], string | null] = ['ok', null];
  let before: WatchedResult | null = null;
  for (const { at, result } of looks) {
    const sight = sightOf(content, result, before);
    const step = stepOf({ content, state }, sight, { at, isMuted: false });
    for (const message of messagesOf(dependencies, alert, { query, step, at }))
      told.push({ at: at.toISOString(), headline: headlineOf(message) });
    ({ state, outcome } = step);
    detail = sight.state === 'failing' ? sight.reason : null;
    before = result;
  }
  const since = (looks[0]?.at ?? dependencies.now()).toISOString();
  const firing = firingIn(state.subjects);
  return { looks: looks.length, since, told, outcome, firing, detail };
}

/** Of a query that gives one number every run of then is known; none of any other. */
async function numberLooks(
  dependencies: RehearsalDependencies,
  { query, content: { values }, member }: Rehearsing,
  columns: readonly string[],
): Promise<KeptLook[]> {
  if (columns.length !== 1) return [];
  const asked = { query, values, member, most: MOST_NUMBERS };
  const numbers = await numbersOverTime(dependencies, asked);
  const isOne = ({ at, version }: NumberAt) =>
    version === query.version && new Date(at) > weekAgo(dependencies);
  return numbers.filter(isOne).map(({ at, value }) => ({
    at: new Date(at),
    result: { columns, rows: [[value]], truncated: false },
  }));
}

const weekAgo = ({ now }: Pick<RehearsalDependencies, 'now'>) =>
  new Date(now().getTime() - WEEK_MS);

/** What was frozen of it, and each run that gave no row, which needs nothing kept to be known. */
async function wholeLooks(
  dependencies: RehearsalDependencies,
  { query, content: { values }, member }: Rehearsing,
  columns: readonly string[],
): Promise<KeptLook[]> {
  const asked = { query, values, member };
  const version = { slugs: [query.slug, ...query.formerly], version: query.version };
  const empty = await emptyRunsOf(dependencies.database, version, {
    since: weekAgo(dependencies),
    isTold: askedTheSame(dependencies, asked),
  });
  const nothing = { columns, rows: [], truncated: false };
  const looks = [
    ...empty.map((at) => ({ at, result: nothing })),
    ...(await frozenLooks(dependencies, asked)),
  ];
  return looks.sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** As far as the member sees them. */
async function frozenLooks(dependencies: RehearsalDependencies, asked: Asked): Promise<KeptLook[]> {
  const { database, frozen: results } = dependencies;
  const { query, member } = asked;
  const isTold = askedTheSame(dependencies, asked);
  const isOne = (frozen: KnownFrozen) =>
    frozen.erasedAt === null &&
    frozen.version === query.version &&
    frozen.rowCount > 0 &&
    new Date(frozen.ranAt) > weekAgo(dependencies) &&
    isTold(frozen) &&
    !isLarge(frozen) &&
    seesFrozen(dependencies, frozen, member);
  const slugs = [query.slug, ...query.formerly];
  const all = await listFrozen(database, { slugs, maker: null });
  const looks: KeptLook[] = [];
  for (const frozen of all.filter(isOne).slice(0, MOST_FROZEN)) {
    const table = await frozenTable(results, frozen);
    looks.push({ at: new Date(frozen.ranAt), result: { ...table, truncated: false } });
  }
  return looks;
}
