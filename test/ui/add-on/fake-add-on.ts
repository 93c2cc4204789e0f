// A stand-in for the add-on in the page: the same functions, typed by the real ones, over a few fixtures that change
// as the real ones would change the spreadsheet.
import type { Answer, LinkedRangeView, RefreshView } from '../../../addon/sidebar-functions.ts';
import type { SheetTableView } from '../../../addon/sheet-tables/table-views.ts';
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
  let { ranges, tables } = fixtures;
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

  const putTable = (table: SheetTableView): Answer<SheetTableView> => {
    tables = [table, ...tables.filter(({ name }) => name !== table.name)];
    return ok(table);
  };

  let beside = scenario.beside ?? {};
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
    countRows: ({ run }) => ok({ state: 'done', run, rowCount: 851, truncated: false }),
    readCells: ({ places }) =>
      ok(Object.fromEntries(places.map((place) => [place, ['Customer 007']]))),
    formulaFor: ({ column }) =>
      ok({ formula: `=INDEX(sheetfeed_r1,0,${column ?? 'selected'})`, says: 'The column.' }),
    previewQuery: ({ values, chosen }) => {
      if (chosen) return ok({ ...fixtures.preview, rowCount: 12, ranAt: now() });
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
    columnValues: () => ok({ values: ['2026-01-01', '2026-02-01'] }),
    readSentences: () =>
      ok({
        ...{ sql: 'select month from sign_ups_of_a_company_with_a_long_name', version: 1 },
        marks: [
          { from: 0, to: 6, kind: 'keyword' },
          { from: 13, to: 17, kind: 'keyword' },
        ],
        parts: [
          {
            ...{ from: 13, to: 56, depth: 0 },
            words: [
              { kind: 'plain', text: 'takes the rows of ' },
              { kind: 'table', text: 'sign_ups_of_a_company_with_a_long_name' },
            ],
          },
          { from: 0, to: 12, depth: 1, words: null },
        ],
      }),
    readWords: () => ok(fixtures.words),
    readOpenings: () =>
      ok({
        ...{ why: 'Its author has not opened it to variations.', tables: [], noColumns: null },
        ...{ isGrouped: false, spans: [], taken: [] },
      }),
    selectedText: ({ selection }) => ok({ sql: `select ${JSON.stringify(selection)}` }),
    keepVariation: ({ slug, title }) => {
      const query = queryOf(slug);
      if (!query) return not(refusals.noQuery);
      const made = { ...query, slug: `${slug}-mine`, title };
      queries.push(made);
      return ok(made);
    },
    showVariation: () => ok(null),
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
    whereRanges: () =>
      ok({
        ranges: ranges.map(({ id, place, tab, onActiveTab }) => ({ id, place, tab, onActiveTab })),
      }),
    tellAuthor: () => ok(null),
    checkSpreadsheet: () => ok('All values were written as expected.'),
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
    lightChanges: ({ id, on }) => changed(id, { lit: on }),
    setOptions: ({ id, options }) => changed(id, { options }),
    besideRanges: () => ok(beside),
    askLeftRows: ({ id }) => {
      const rows = (beside[id]?.left?.rows ?? []).map((cell) => ({
        ...{ cell, shows: 'Kaffee', keeps: [{ cell: `G${cell.slice(1)}`, shows: 'call back' }] },
      }));
      return ok({ rows, stay: [] });
    },
    removeLeftRows: ({ id }) => {
      const { left: _left, ...kept } = beside[id] ?? { own: [], apart: [] };
      beside = { ...beside, [id]: kept };
      return changed(id, { undoes: 'rows', canUndo: true, rowsKept: 0 });
    },
    keepColumnsApart: ({ id, columns }) => {
      const { own = [], apart = [] } = beside[id] ?? {};
      const isChosen = ({ column }: { column: number }) =>
        columns.some((one) => one.column === column);
      const all = [...own, ...apart].sort((one, other) => one.column - other.column);
      const kept = { own: all.filter((one) => !isChosen(one)), apart: all.filter(isChosen) };
      beside = { ...beside, [id]: kept };
      const range = rangeOf(id);
      return range
        ? ok({ range: { ...range, undoes: 'options' }, beside: kept })
        : not(refusals.noRange);
    },
    setSchedule: ({ id, rule, by = 'google' }) => {
      const owner = start.member.email;
      const made = { ...fixtures.schedule, byServer: by === 'server', mine: true, owner };
      return changed(id, { schedule: rule && { ...made, rule } });
    },
    setPrompts: ({ id, on }) =>
      changed(id, {
        prompts: on.length === 0 ? null : { on, owner: start.member.email, mine: true },
      }),
    readServerSchedule: () =>
      ok(
        scenario.atServer ?? { account: null, mayActAsYou: false, mayPick: false, schedule: null },
      ),
    takeOverSchedule: ({ id }) => {
      const schedule = rangeOf(id)?.schedule ?? fixtures.schedule;
      return changed(id, { schedule: { ...schedule, mine: true, owner: start.member.email } });
    },
    pauseSchedule: ({ id, paused }) => {
      const schedule = rangeOf(id)?.schedule ?? fixtures.schedule;
      const by = start.member.email;
      return changed(id, { schedule: { ...schedule, paused: paused ? { by, at: now() } : null } });
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
    listTables: () => ok({ tables, account: scenario.atServer?.account ?? null }),
    proposeTable: ({ whole }) =>
      ok({ ...fixtures.proposal, ...(whole ? { whole, place: 'the whole tab Onboarding' } : {}) }),
    makeTable: ({ whole: _whole, tabs: _tabs, publishes = 'asked', ...wish }) => {
      const rows = { at: now(), rowCount: fixtures.proposal.rowCount, leftOut: 0 };
      const place = fixtures.proposal.place;
      const told = { newHeaders: [], failed: null, queries: [], publisher: 'Vera Viewer' };
      const by = { publishes, unpublished: null };
      return putTable({ ...wish, ...told, ...by, place, rows, mayChange: true });
    },
    publishTable: ({ name }) => {
      const table = tables.find((one) => one.name === name);
      if (!table) return not(refusals.noQuery);
      return putTable({ ...table, rows: { at: now(), rowCount: 41, leftOut: 0 }, failed: null });
    },
    changeTable: ({ name, ...over }) => {
      const table = tables.find((one) => one.name === name);
      if (!table) return not(refusals.noQuery);
      return putTable({ ...table, ...over, newHeaders: over.columns ? [] : table.newHeaders });
    },
    proposeColumns: ({ headers }) =>
      ok({
        columns: headers.map((header) => ({
          ...{ name: header.toLowerCase(), header, type: 'text', says: 'Text.' },
        })),
      }),
    deleteTable: ({ name }) => {
      tables = tables.filter((one) => one.name !== name);
      return ok(null);
    },
    goToCell: () => ok(null),
    keepAsSent: () => ok({ rowCount: 3, url: 'https://example.com/f/k3x9', tells: true }),
    readComments: ({ range }) => ok({ ...fixtures.talk, cells: range ? fixtures.talk.cells : {} }),
    selectedRow: () => {
      const [first] = fixtures.talk.list.threads;
      return ok({ row: first?.row ?? [], column: 'signups' });
    },
    commentPeople: ({ search }) => {
      const { email, name } = start.member;
      return ok({ people: email.startsWith(search) ? [{ name, email }] : [] });
    },
    say: ({ replyTo, kind = 'comment', text = '', row = null, column = null }) => {
      const id = String(fixtures.talk.list.threads.length);
      const said = {
        id,
        kind,
        text,
        author: start.member,
        version: 3,
        mentions: [],
        madeAt: now(),
      };
      const may = { edit: true, delete: true };
      const comment = { ...said, editedAt: null, deleted: null, may };
      const answered = fixtures.talk.list.threads.find((thread) => thread.id === replyTo);
      if (answered) answered.comments.push(comment);
      else
        fixtures.talk.list.threads.unshift({
          id,
          row,
          column,
          resolved: null,
          comments: [comment],
        });
      return ok({ id, thread: replyTo ?? id, unreached: [] });
    },
    changeComment: ({ id }) => ok({ id, thread: id, unreached: [] }),
    deleteComment: () => ok(null),
    resolveThread: ({ id, resolved }) => {
      const thread = fixtures.talk.list.threads.find((one) => one.id === id);
      if (thread) thread.resolved = resolved ? { at: now(), by: start.member } : null;
      return ok(null);
    },
    readSelection: () => ok({ place: 'Usage!B1', values: ['Customer 007'] }),
  };
  const beforeDelete: LinkedRangeView[] = [];
  const sheet: Pick<StandIn, 'showTab' | 'deleteTab' | 'undoDelete'> = {
    showTab: (tab) => {
      ranges = ranges.map((range) => ({ ...range, onActiveTab: range.tab === tab }));
    },
    deleteTab: (tab) => {
      beforeDelete.push(...ranges.filter((range) => range.tab === tab));
      ranges = ranges.filter((range) => range.tab !== tab);
    },
    undoDelete: () => {
      ranges = [...ranges, ...beforeDelete.splice(0)];
    },
  };
  // The border to the page, as StandIn says.
  Object.assign(window, { addOn, ...sheet });
}
