// What the stand-in for the add-on answers with: made here by the product's own types and rules, and given to the
// page as JSON.
import type { ScheduleView } from '../../../addon/ranges/shown-schedule.ts';
import type {
  LinkedRangeView,
  PreviewView,
  QueryView,
  RefreshChanges,
  StartView,
  TargetView,
} from '../../../addon/sidebar-functions.ts';
import type { QueryWords } from '../../../domain/contract/teaching/data-words.ts';
import type { CommentsView } from '../../../addon/talk/talk-views.ts';
import type { SheetTableView, TableProposal } from '../../../addon/sheet-tables/table-views.ts';
import type { Choice } from '../../../domain/contract/parameter.ts';
import { Problem, problemBody, type ProblemBody } from '../../../domain/problem.ts';
import { newTabChanges, noChanges } from '../../../domain/refresh/changes.ts';
import { choices, queriesOf } from './catalog.ts';
import { rangeOf, rangesOf, scheduleOf } from './ranges.ts';
import type { Name, Refusal, Scenario } from './scenario.ts';
import { proposalOf, tablesOf } from './tables.ts';
import { talkOf } from './talk.ts';

export interface Fixtures {
  start: Omit<StartView, 'ranges'>;
  queries: QueryView['query'][];
  choices: Record<string, Choice[]>;
  preview: PreviewView;
  words: QueryWords;
  target: TargetView;
  ranges: LinkedRangeView[];
  /** A range that is inserted, but for its query and its values. */
  newRange: LinkedRangeView;
  schedule: ScheduleView;
  tables: SheetTableView[];
  proposal: TableProposal;
  talk: CommentsView;
  /** What an insert, a refresh that needs no answer, and one that asks change. */
  changes: Record<'inserted' | 'refreshed' | 'asked', RefreshChanges>;
  refusals: Record<'noQuery' | 'noRange' | 'noDate' | 'asks' | 'busy', ProblemBody>;
  /** Those of the scenario. */
  problems: { [Function in Name]?: ProblemBody };
}

const told: NonNullable<RefreshChanges['rows']> = {
  added: [
    { name: '2026-03-01, search', before: null, after: 'A16' },
    { name: '2026-03-01, ads', before: null, after: 'A17' },
  ],
  removed: [],
  changed: [
    {
      ...{ name: '2026-02-01, search', before: 'C15', after: 'C15', more: 2 },
      cells: [
        { column: 'signups', before: '120', after: '133' },
        { column: 'last_seen', before: '', after: '2026-02-28 09:00:00' },
      ],
    },
  ],
};

const asked: RefreshChanges = {
  rows: told,
  ...noChanges(),
  ...{ rowsAdded: 2, rowsRemoved: 1, rowsChanged: 3, unchanged: false },
  cellsEditedByHand: 3,
  editedAreas: ['B2:B4'],
  columnsRemoved: ['origin'],
  formulasReferring: ['Budget!C4'],
};

const long = 'sign_ups_of_a_company_with_a_long_name';
const words: QueryWords = {
  tables: [
    {
      ...{ schema: 'public', name: long, owner: 'Growth', fresh: 'at once' },
      means: { text: 'One row for each sign-up.', by: 'people' },
      columns: [
        {
          ...{ name: 'month', type: 'date', values: [] },
          means: { text: 'The month in which they signed up.', by: 'database' },
        },
        {
          ...{ name: 'state', type: 'text', means: null },
          values: [{ value: 'open', means: 'Nobody looked at it yet.' }],
        },
        { ...{ name: 'origin', type: 'text', means: null, values: [] } },
      ],
    },
  ],
  result: [
    {
      ...{ name: 'month', table: long, column: 'month', values: [] },
      means: { text: 'The month in which they signed up.', by: 'database' },
    },
  ],
  mayChange: false,
};

/** All that the stand-in answers with in a scenario. */
export function fixturesOf(scenario: Scenario): Fixtures {
  const queries = queriesOf(scenario);
  return {
    start: startOf(scenario),
    queries,
    choices,
    preview: previewOf(scenario),
    words,
    target: targetOf(scenario),
    ranges: rangesOf(scenario, queries),
    newRange: { ...rangeOf('r9', undefined), canUndo: true, undoes: 'insert' },
    schedule: scheduleOf(scenario),
    tables: tablesOf(scenario),
    proposal: proposalOf(scenario),
    talk: talkOf(),
    changes: {
      inserted: newTabChanges(14),
      refreshed: { ...noChanges(), rowsAdded: 2, rowsChanged: 1, unchanged: false, rows: told },
      asked,
    },
    refusals,
    problems: Object.fromEntries(
      Object.entries(scenario.problems ?? {}).map(([name, refusal]) => [name, bodyOf(refusal)]),
    ),
  };
}

const refusals: Fixtures['refusals'] = {
  noQuery: bodyOf({ code: 'not_found', detail: 'There is no query of this name.' }),
  noRange: bodyOf({
    code: 'not_found',
    detail: 'This linked range is not in the spreadsheet any more. Its tab may have been deleted.',
  }),
  noDate: bodyOf({
    code: 'invalid_value',
    detail: '2026-02-31 is not a date: February 2026 has 28 days.',
    parameter: 'since',
  }),
  asks: bodyOf({
    code: 'needs_confirmation',
    detail:
      "3 cells were changed by hand (B2:B4) and would get the database's values back. The query no longer has origin, and formulas refer to it. Going on removes the column.",
    preview: asked,
    asked: 'print-of-r1',
    about: ['editedCells', 'removedColumns'],
  }),
  busy: bodyOf({
    code: 'rate_limited',
    detail: 'There were too many requests.',
    retryAfterSeconds: 60,
  }),
};

function bodyOf({ code, detail, ...extras }: Refusal): ProblemBody {
  return problemBody(new Problem(code, detail, extras));
}

function startOf({ noQueries = false, maintained }: Scenario): Fixtures['start'] {
  return {
    member: {
      ...{ email: 'vera@example.com', name: 'Vera Viewer', role: 'viewer', local: false },
      ...(maintained && { maintenance: { since: '2026-11-30T09:00:00.000Z', reason: maintained } }),
    },
    spreadsheet: { id: 's', name: 'Growth', timeZone: 'Europe/Paris', locale: 'en_US' },
    favourites: noQueries ? [] : ['signups-by-month'],
    recent: noQueries ? [] : ['customer-usage'],
    pagesUrl: 'http://localhost:3000/',
  };
}

function previewOf({ noRows = false }: Scenario): PreviewView {
  const rows: PreviewView['rows'] = [
    ['2026-07-01', 'ads', 412, '2026-07-31T21:59:03.000Z'],
    ['2026-07-01', 'referral', 96, '2026-07-31T18:02:44.000Z'],
    ['2026-08-01', 'ads', 388, null],
    ['2026-08-01', 'search', 1204, '2026-08-31T20:12:30.000Z'],
    ['2026-09-01', null, 7, '2026-09-02T09:40:00.000Z'],
  ];
  return {
    columns: [
      { name: 'month', type: 'date', typeName: 'date' },
      { name: 'origin', type: 'text', typeName: 'text' },
      { name: 'signups', type: 'number', typeName: 'int8' },
      { name: 'last_seen', type: 'datetime', typeName: 'timestamptz' },
    ],
    rows: noRows ? [] : rows,
    rowCount: noRows ? 0 : rows.length,
    truncated: !noRows,
    ranAt: new Date().toISOString(),
    ranOn: 'follower',
    lagSeconds: 0.4,
    matches: [],
  };
}

function targetOf({ covered = 0 }: Scenario): TargetView {
  const named = Array.from({ length: Math.min(covered, 20) }, (_, index) => `Budget!B${index + 3}`);
  return { place: 'Budget!B3:E17', covered: named, coveredCount: covered };
}
