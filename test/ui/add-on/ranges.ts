// The linked ranges that the stand-in for the add-on answers with.
import type { ScheduleView } from '../../../addon/ranges/shown-schedule.ts';
import type { LinkedRangeView, QueryView } from '../../../addon/sidebar-functions.ts';
import { DEFAULT_OPTIONS } from '../../../domain/linked-range.ts';
import { Problem, problemBody } from '../../../domain/problem.ts';
import type { Scenario } from './scenario.ts';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** A range of a query, as it stands after an insert. */
export function rangeOf(id: string, query: QueryView['query'] | undefined): LinkedRangeView {
  return {
    id,
    slug: query?.slug ?? '',
    title: query?.title ?? '',
    was: null,
    parameters: query?.parameters ?? [],
    place: 'Sign-ups!A1:D15',
    tab: 'Sign-ups',
    onActiveTab: true,
    values: {},
    freshness: 'fresh',
    refreshedAt: minutesAgo(3),
    refreshedBy: 'ana@example.com',
    rowCount: 14,
    rowsKept: 0,
    toldApartBy: [],
    truncated: false,
    lagSeconds: 0.4,
    problem: null,
    options: DEFAULT_OPTIONS,
    schedule: null,
    prompts: null,
    columns: [
      { name: 'month', label: 'Monat', type: 'date' },
      { name: 'origin', label: 'origin', type: 'text' },
      { name: 'signups', label: 'signups', type: 'number' },
      { name: 'last_seen', label: 'last_seen', type: 'datetime' },
    ],
    status: query?.status ?? null,
    use: query?.use ?? null,
    owner: null,
    canUndo: false,
    undoes: null,
    lit: false,
  };
}

/** The schedule of a scenario's first range. */
export function scheduleOf({ nextRunsAt, failuresInARow = 0 }: Scenario): ScheduleView {
  return {
    rule: { every: 'weekday', hour: 7 },
    byServer: false,
    timeZone: 'Europe/Paris',
    owner: 'ana@example.com',
    mine: false,
    lastRunAt: minutesAgo(300),
    paused: null,
    nextRunsAt: nextRunsAt ?? [-700, -2140, -3580].map(minutesAgo),
    triesAgain: failuresInARow === 1,
    failuresInARow,
    problem: null,
  };
}

/** The ranges of a scenario: one that is well, one that failed. */
export function rangesOf(scenario: Scenario, queries: QueryView['query'][]): LinkedRangeView[] {
  if (scenario.noRanges) return [];
  const queryOf = (slug: string) => queries.find((query) => query.slug === slug);
  return [
    {
      ...rangeOf('r1', queryOf('signups-by-month')),
      values: {
        since: { from: 'value', value: 'start of year' },
        origins: { from: 'value', value: ['ads', 'search'] },
      },
      schedule: scenario.old ? null : scheduleOf(scenario),
      ...(scenario.old ? { refreshedAt: minutesAgo(60 * 50) } : {}),
      canUndo: true,
      undoes: 'refresh',
    },
    {
      ...rangeOf('r2', queryOf('customer-usage')),
      place: 'Usage!B3:F202',
      tab: 'Usage',
      onActiveTab: false,
      freshness: scenario.wellRanges ? 'fresh' : scenario.gone ? 'gone' : 'failed',
      refreshedAt: minutesAgo(60 * 26),
      owner: { name: 'Ali Author', email: 'ali@example.com' },
      rowCount: 199,
      values: { customer: { from: 'cell', place: 'Usage!B1' } },
      problem: scenario.wellRanges ? null : problemBody(problemOf(scenario)),
    },
  ];
}

function problemOf({ broken }: Scenario): Problem {
  const at = minutesAgo(30);
  if (broken) return new Problem('sql_invalid', 'Column i.due_on does not exist.', { at });
  const detail = 'The data source “sample” does not answer. Try again in a minute.';
  return new Problem('source_unavailable', detail, { at });
}
