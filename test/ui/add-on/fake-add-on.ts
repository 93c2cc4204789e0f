// A stand-in for the add-on in the page: the same functions, typed by the real ones, over a few fixtures that change
// as the real ones would change the spreadsheet.
import type { Answer, LinkedRangeView, RefreshView } from '../../../addon/sidebar-functions.ts';
import type { SidebarFunctions } from '../../../addon/sidebar-functions.ts';
import type { ProblemBody } from '../../../domain/problem.ts';
import type { Fixtures } from './fixtures.ts';
import type { Scenario, StandIn } from './scenario.ts';

/** Runs inside the page, before its scripts: it may use nothing from outside itself. */
export function installFakeAddOn({
  scenario,
  fixtures,
}: {
  scenario: Scenario;
  fixtures: Fixtures;
}) {
  const { start, queries, changes, refusals } = fixtures;
  let { ranges } = fixtures;
  // A field that the real answer does not have is an error of types here, as one that is missing.
  const ok = <T>(value: NoInfer<T>): Answer<T> => ({ ok: true, value });
  const not = (problem: ProblemBody) => ({ ok: false as const, problem });
  const now = () => new Date().toISOString();
  const queryOf = (slug: string) => queries.find((query) => query.slug === slug);
  const rangeOf = (id: string) => ranges.find((range) => range.id === id);

  const changed = (id: string, over: Partial<LinkedRangeView>): Answer<LinkedRangeView> => {
    ranges = ranges.map((range) => (range.id === id ? { ...range, ...over } : range));
    const range = rangeOf(id);
    return range ? ok(range) : not(refusals.noRange);
  };
  const written = (
    id: string,
    over: Partial<LinkedRangeView>,
    notes: string[],
  ): Answer<RefreshView> => {
    const answer = changed(id, { freshness: 'fresh', refreshedAt: now(), problem: null, ...over });
    if (!answer.ok) return answer;
    return ok({ range: answer.value, changes: changes.refreshed, notes, warnings: [] });
  };

  let stepsLeft = scenario.runningSteps ?? 0;
  const unlinked: LinkedRangeView[] = [];
  const addOn: SidebarFunctions = {
    startSidebar: () => ok({ ...start, ranges }),
    searchQueries: ({ search, next }) => {
      const all = queries.filter(({ title, slug }) =>
        `${title} ${slug}`.toLowerCase().includes(search.toLowerCase()),
      );
      const from = Number(next ?? 0);
      return ok({
        queries: all.slice(from, from + 100),
        next: all.length > from + 100 ? String(from + 100) : null,
      });
    },
    openQuery: ({ slug }) => {
      const query = queryOf(slug);
      if (!query) return not(refusals.noQuery);
      const favourite = start.favourites.includes(slug);
      return ok({ query, ranges: ranges.filter((range) => range.slug === slug), favourite });
    },
    listChoices: ({ parameter }) => ok({ choices: fixtures.choices[parameter] ?? [] }),
    previewQuery: ({ values }) => {
      const { since } = values;
      const isNoDate = since?.from === 'value' && since.value === '2026-02-31';
      return isNoDate ? not(refusals.noDate) : ok({ ...fixtures.preview, ranAt: now() });
    },
    waitForRun: ({ run }) => {
      if (stepsLeft-- <= 0) return ok({ state: 'done', run, rowCount: 14, truncated: false });
      const step = (scenario.runningSteps ?? 0) - stepsLeft;
      return ok({ state: 'running', run, rowCount: 12_000 * step, elapsedMs: 1500 * step });
    },
    cancelRun: () => ok(null),
    describeTarget: () => ok(fixtures.target),
    insertRange: ({ slug, values }) => {
      const query = queryOf(slug);
      if (!query) return not(refusals.noQuery);
      const { title, parameters, status = null, use = null } = query;
      const told = { slug, title, parameters, status, use, values };
      const range = { ...fixtures.newRange, ...told, refreshedAt: now() };
      ranges = [range, ...ranges];
      return ok({ range, changes: changes.inserted, notes: [], warnings: [] });
    },
    listRanges: () => ok({ ranges, strange: null }),
    previewRefresh: () => ok(changes.asked),
    refreshRange: ({ id, confirmed }) => {
      if (scenario.asksBeforeRefresh && !confirmed.editedCells) return not(refusals.asks);
      return written(
        id,
        { rowCount: (rangeOf(id)?.rowCount ?? 0) + 2, canUndo: true, undoes: 'refresh' },
        [],
      );
    },
    undoRefresh: ({ id }) =>
      written(id, { canUndo: false, undoes: null }, ['The last refresh was undone.']),
    undoInsert: ({ id }) => {
      ranges = ranges.filter((range) => range.id !== id);
      return ok('It was taken out again.');
    },
    goToRange: () => ok(null),
    setOptions: ({ id, options }) => changed(id, { options }),
    setSchedule: ({ id, rule }) => {
      const owner = start.member.email;
      return changed(id, { schedule: rule && { ...fixtures.schedule, rule, mine: true, owner } });
    },
    takeOverSchedule: ({ id }) => {
      const schedule = rangeOf(id)?.schedule ?? fixtures.schedule;
      return changed(id, { schedule: { ...schedule, mine: true, owner: start.member.email } });
    },
    relinkRange: () => {
      const [last] = unlinked.splice(-1);
      if (!last) return not(refusals.noQuery);
      ranges = [last, ...ranges];
      return ok(last);
    },
    unlinkRange: ({ id }) => {
      unlinked.push(...ranges.filter((range) => range.id === id));
      ranges = ranges.filter((range) => range.id !== id);
      return ok(null);
    },
    setFavourite: ({ slug, favourite }) => {
      const others = start.favourites.filter((other) => other !== slug);
      start.favourites = favourite ? [slug, ...others] : others;
      return ok({ favourites: start.favourites });
    },
    readSelection: () => ok({ place: 'Usage!B1', values: ['Customer 007'] }),
  };
  // The border to the page, as StandIn says.
  (window as unknown as StandIn).addOn = addOn;
}
