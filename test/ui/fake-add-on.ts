// A stand-in for google.script.run in the browser: answers what the add-on would, and notes every call.
import type { Parameter } from '../../domain/contract/parameter.ts';

/** How the stand-in behaves; everything else goes well and at once. */
export interface Scenario {
  /** How many further queries the catalog holds besides the named ones. */
  moreQueries?: number;
  noQueries?: boolean;
  noRanges?: boolean;
  /** Functions that answer this problem instead, by name. */
  problems?: Record<string, { code: string; detail: string; [extra: string]: unknown }>;
  /** Functions that fail as Google fails, by name, with its message. */
  failures?: Record<string, string>;
  /** Functions that never answer. */
  silent?: string[];
  /** Functions that answer only once the test releases them. */
  held?: string[];
  /** waitForRun answers "running" this many times, each with more rows. */
  runningSteps?: number;
  /** Queries answer no rows. */
  noRows?: boolean;
  /** The selected cell covers so many filled cells. */
  covered?: number;
  /** refreshRange asks first. */
  asksBeforeRefresh?: boolean;
  /** The query of this slug is retired, and another to be used instead. */
  retired?: { slug: string; use: string | null };
  /** Slugs of trusted queries. */
  trusted?: string[];
  /** The schedule of the first range failed so often in a row. */
  failuresInARow?: number;
  /** When the first range's schedule runs next. */
  nextRunsAt?: string[];
  /** The query of the second range is gone. */
  gone?: boolean;
  /** The server is too busy for the first call of each of these functions, and says to come back in a minute. */
  busyOnce?: string[];
}

/** Runs inside the page, before its scripts: it may use nothing from outside itself. */
export function installFakeAddOn(scenario: Scenario): void {
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const parameters: Record<string, Parameter[]> = {
    'signups-by-month': [
      { name: 'since', type: 'date', label: 'Since', default: 'start of year' },
      {
        name: 'origins',
        type: 'choice',
        label: 'Origin',
        list: true,
        optional: true,
        choices: [
          { value: 'ads' },
          { value: 'search' },
          { value: 'referral', label: 'Referral by a customer' },
        ],
      },
    ],
    'customer-usage': [
      { name: 'customer', type: 'choice', label: 'Customer', choices: { query: 'customers' } },
      { name: 'from_time', type: 'timestamp', label: 'From', default: '2026-11-01 00:00' },
      { name: 'minimum', type: 'number', label: 'At least so many events', default: 10 },
      { name: 'internal', type: 'boolean', label: 'Include our own accounts', default: false },
    ],
    'invoices-by-number': [
      { name: 'numbers', type: 'text', label: 'Invoice numbers', list: true },
      {
        name: 'note',
        type: 'text',
        label: 'Note contains',
        optional: true,
        description: 'Any part of the note, upper or lower case.',
      },
    ],
    'apps-by-stack': [
      { name: 'stacks', type: 'choice', label: 'Stacks', list: true, choices: { query: 'stacks' } },
    ],
  };
  const named: [slug: string, title: string, description: string, tags: string[]][] = [
    [
      'signups-by-month',
      'Sign-ups by month',
      'New accounts per month, for the growth review.',
      ['growth'],
    ],
    [
      'customer-usage',
      'Product usage of one customer',
      'What a customer did in the product, day by day, for the health score.',
      ['usage'],
    ],
    [
      'invoices-by-number',
      'Invoices by number',
      'Finds invoices by their numbers, leading zeros kept.',
      ['finance'],
    ],
    [
      'apps-by-stack',
      'Apps on old platform stacks',
      'Which apps still run on stacks that will be switched off, and whose they are.',
      ['platform'],
    ],
    [
      'addons-by-customer',
      'Add-ons by customer',
      'Which customers use which add-on.',
      ['growth', 'add-ons'],
    ],
    [
      'inconsistent-invoices',
      'Invoices that do not add up to their subscription',
      'Invoices whose total differs from the plan, for the finance team to look at.',
      ['finance'],
    ],
  ];
  const more = Array.from({ length: scenario.moreQueries ?? 0 }, (_, index) => [
    `measure-${index + 1}`,
    `Measure ${index + 1} of the weekly review`,
    'One of many.',
    ['weekly'],
  ]) as typeof named;
  const statusOf = (slug: string) => {
    if (scenario.retired?.slug === slug) return 'retired';
    return scenario.trusted?.includes(slug) ? 'trusted' : 'published';
  };
  const queries = (scenario.noQueries ? [] : [...named, ...more]).map(
    ([slug, title, description, tags]) => ({
      slug,
      title,
      description,
      tags,
      source: 'sample',
      parameters: parameters[slug] ?? [],
      version: 1,
      file: `${slug}.sql`,
      updatedAt: minutesAgo(60 * 24),
      status: statusOf(slug),
      use: scenario.retired?.slug === slug ? scenario.retired.use : null,
    }),
  );
  const queryOf = (slug: string) => queries.find((query) => query.slug === slug);
  const columns = [
    { name: 'month', type: 'date', pgType: 'date' },
    { name: 'origin', type: 'text', pgType: 'text' },
    { name: 'signups', type: 'number', pgType: 'int8' },
    { name: 'last_seen', type: 'datetime', pgType: 'timestamptz' },
  ];
  const rows = [
    ['2026-07-01', 'ads', 412, '2026-07-31T21:59:03.000Z'],
    ['2026-07-01', 'referral', 96, '2026-07-31T18:02:44.000Z'],
    ['2026-08-01', 'ads', 388, null],
    ['2026-08-01', 'search', 1204, '2026-08-31T20:12:30.000Z'],
    ['2026-09-01', null, 7, '2026-09-02T09:40:00.000Z'],
  ];
  const options = {
    mode: 'replace',
    keyColumns: [],
    companionColumns: 0,
    fillDown: false,
    columns: [],
    exactText: [],
    statusLine: false,
  };
  const rangeOf = (id: string, slug: string, over: Record<string, unknown>) => ({
    id,
    slug,
    title: queryOf(slug)?.title ?? slug,
    parameters: parameters[slug] ?? [],
    place: 'Sign-ups!A1:D15',
    tab: 'Sign-ups',
    onActiveTab: true,
    values: {},
    freshness: 'fresh',
    refreshedAt: minutesAgo(3),
    refreshedBy: 'ana@example.com',
    rowCount: 14,
    truncated: false,
    lagSeconds: 0.4,
    problem: null,
    options,
    schedule: null,
    columns: columns.map(({ name, type }) => ({ name, label: name, type })),
    status: statusOf(slug),
    use: scenario.retired?.slug === slug ? scenario.retired.use : null,
    canUndo: true,
    ...over,
  });
  const body = (problem: { code: string; detail: string }) => ({
    type: `https://sheetfeed.dev/problems#${problem.code}`,
    title: problem.code,
    status: 422,
    ...problem,
  });
  let ranges = scenario.noRanges
    ? []
    : [
        rangeOf('r1', 'signups-by-month', {
          values: {
            since: { from: 'value', value: 'start of year' },
            origins: { from: 'value', value: ['ads', 'search'] },
          },
          schedule: {
            rule: { every: 'weekday', hour: 7 },
            timeZone: 'Europe/Paris',
            owner: 'ana@example.com',
            mine: false,
            lastRunAt: minutesAgo(300),
            nextRunsAt: scenario.nextRunsAt ?? [
              minutesAgo(-700),
              minutesAgo(-2140),
              minutesAgo(-3580),
            ],
            triesAgain: scenario.failuresInARow === 1,
            failuresInARow: scenario.failuresInARow ?? 0,
            problem: null,
          },
        }),
        rangeOf('r2', 'customer-usage', {
          place: 'Usage!B3:F202',
          tab: 'Usage',
          onActiveTab: false,
          freshness: scenario.gone ? 'gone' : 'failed',
          refreshedAt: minutesAgo(60 * 26),
          rowCount: 199,
          canUndo: false,
          values: { customer: { from: 'cell', place: 'Usage!B1' } },
          problem: body({
            code: 'source_unavailable',
            detail: 'The data source “sample” does not answer. Try again in a minute.',
          }),
        }),
      ];
  const refreshed = (id: string) => {
    ranges = ranges.map((range) =>
      range.id === id
        ? {
            ...range,
            freshness: 'fresh',
            refreshedAt: minutesAgo(0),
            problem: null,
            rowCount: range.rowCount + 2,
          }
        : range,
    );
    return {
      range: ranges.find((range) => range.id === id),
      changes: {
        rowsAdded: 2,
        rowsRemoved: 0,
        rowsChanged: 1,
        cellsEditedByHand: 0,
        columnsAdded: [],
        columnsRemoved: [],
        formulasReferring: [],
        unchanged: false,
      },
      notes: [],
    };
  };
  let stepsLeft = scenario.runningSteps ?? 0;
  const customers = Array.from({ length: 240 }, (_, index) => ({
    value: `c${index + 1}`,
    label: `Customer ${String(index + 1).padStart(3, '0')}`,
  }));
  const ok = (value: unknown) => ({ ok: true, value });
  const not = (code: string, detail: string, extra = {}) => ({
    ok: false,
    problem: body({ code, detail, ...extra }),
  });
  const coming = {
    rowsAdded: 2,
    rowsRemoved: 1,
    rowsChanged: 3,
    cellsEditedByHand: 3,
    columnsAdded: [],
    columnsRemoved: ['origin'],
    formulasReferring: ['Budget!C4'],
    unchanged: false,
  };
  const functions: Record<string, (input: never) => unknown> = {
    startSidebar: () =>
      ok({
        member: { email: 'vera@example.com', name: 'Vera Viewer', role: 'viewer', local: false },
        spreadsheet: { id: 's', name: 'Growth', timeZone: 'Europe/Paris', locale: 'en_US' },
        ranges,
        favourites: scenario.noQueries ? [] : ['signups-by-month'],
        recent: scenario.noQueries ? [] : ['customer-usage'],
        pagesUrl: 'http://localhost:3000/',
      }),
    searchQueries: ({ search, next }: { search: string; next: string | null }) => {
      const all = queries.filter(({ title, slug }) =>
        `${title} ${slug}`.toLowerCase().includes(search.toLowerCase()),
      );
      const from = Number(next ?? 0);
      return ok({
        queries: all.slice(from, from + 100),
        next: all.length > from + 100 ? String(from + 100) : null,
      });
    },
    openQuery: ({ slug }: { slug: string }) => {
      const query = queryOf(slug);
      if (!query) return not('not_found', 'There is no query of this name.');
      const sql =
        "select date_trunc('month', created_at)::date as month, origin, count(*) as signups\nfrom accounts\nwhere created_at >= :since\ngroup by 1, 2\norder by 1";
      return ok({
        query: { ...query, sql },
        ranges: ranges.filter((range) => range.slug === slug),
        favourite: false,
      });
    },
    listChoices: ({ parameter }: { parameter: string }) =>
      ok({
        choices:
          parameter === 'stacks'
            ? [
                'cedar-14',
                'heroku-16',
                'heroku-18',
                'heroku-20',
                'heroku-22',
                'heroku-24',
                'container',
                'fir',
                'bamboo',
              ].map((value) => ({ value, label: value }))
            : customers,
      }),
    previewQuery: ({ values }: { values: Record<string, { value?: unknown }> }) =>
      values.since?.value === '2026-02-31'
        ? not('invalid_value', '2026-02-31 is not a date: February 2026 has 28 days.', {
            parameter: 'since',
          })
        : ok({
            columns,
            rows: scenario.noRows ? [] : rows,
            rowCount: scenario.noRows ? 0 : 14,
            truncated: false,
            ranAt: minutesAgo(0),
            ranOn: 'follower',
            lagSeconds: 0.4,
          }),
    waitForRun: ({ run }: { run: string }) => {
      if (stepsLeft-- > 0) {
        return ok({
          state: 'running',
          run,
          rowCount: 12_000 * ((scenario.runningSteps ?? 0) - stepsLeft),
          elapsedMs: 2000,
        });
      }
      return ok({ state: 'done', run, rowCount: 14, truncated: false });
    },
    cancelRun: () => ok(null),
    describeTarget: () => {
      const count = scenario.covered ?? 0;
      const covered = Array.from(
        { length: Math.min(count, 20) },
        (_, index) => `Budget!B${index + 3}`,
      );
      return ok({ place: 'Budget!B3:E17', covered, coveredCount: count });
    },
    insertRange: ({ slug, values }: { slug: string; values: object }) => {
      const range = rangeOf('r9', slug, { values, refreshedAt: minutesAgo(0), canUndo: false });
      ranges = [range, ...ranges];
      return ok({
        ...refreshed('r9'),
        range,
        notes: ['14 rows stand in the new tab “Sign-ups by month”.'],
      });
    },
    listRanges: () => ok({ ranges, strange: null }),
    previewRefresh: () => ok(coming),
    refreshRange: ({ id, confirmed }: { id: string; confirmed: { editedCells?: boolean } }) =>
      scenario.asksBeforeRefresh && !confirmed.editedCells
        ? not(
            'needs_confirmation',
            "3 cells were changed by hand (B2:B4) and would get the database's values back.",
            { preview: coming, asked: 'print-of-r1' },
          )
        : ok(refreshed(id)),
    undoRefresh: ({ id }: { id: string }) => ok(refreshed(id)),
    goToRange: () => ok(null),
    setOptions: ({ id, options: chosen }: { id: string; options: typeof options }) => {
      ranges = ranges.map((range) => (range.id === id ? { ...range, options: chosen } : range));
      return ok(ranges.find((range) => range.id === id));
    },
    setSchedule: ({ id, rule }: { id: string; rule: object | null }) => {
      const schedule = rule && {
        ...Object(ranges[0]?.schedule),
        rule,
        mine: true,
        owner: 'vera@example.com',
      };
      ranges = ranges.map((range) => (range.id === id ? { ...range, schedule } : range));
      return ok(ranges.find((range) => range.id === id));
    },
    takeOverSchedule: ({ id }: { id: string }) => ok(ranges.find((range) => range.id === id)),
    unlinkRange: ({ id }: { id: string }) => {
      ranges = ranges.filter((range) => range.id !== id);
      return ok(null);
    },
    setFavourite: ({ slug, favourite }: { slug: string; favourite: boolean }) =>
      ok({ favourites: favourite ? [slug] : [] }),
    readSelection: () => ok({ place: 'Usage!B1', values: ['Customer 007'] }),
  };
  const busy = new Set(scenario.busyOnce ?? []);
  const calls: { name: string; input: unknown }[] = [];
  const held = { names: new Set(scenario.held ?? []), calls: [] as (() => void)[] };
  const release = () => {
    held.names.clear();
    for (const respond of held.calls.splice(0)) respond();
  };
  const answer = (name: string, input: unknown): unknown => {
    if (busy.delete(name)) {
      return not('rate_limited', 'There were too many requests.', { retryAfterSeconds: 60 });
    }
    const problem = scenario.problems?.[name];
    if (problem) return { ok: false, problem: body(problem) };
    return functions[name]?.(input as never);
  };
  const runner = (success: (value: unknown) => void, failure: (error: Error) => void): object =>
    new Proxy(
      {},
      {
        get: (_, name: string) => {
          if (name === 'withSuccessHandler') return (next: typeof success) => runner(next, failure);
          if (name === 'withFailureHandler') return (next: typeof failure) => runner(success, next);
          return (input: unknown) => {
            calls.push({ name, input });
            if (scenario.silent?.includes(name)) return;
            const failed = scenario.failures?.[name];
            const respond = () => {
              if (failed !== undefined) failure(new Error(failed));
              else success(JSON.parse(JSON.stringify(answer(name, input))));
            };
            if (held.names.has(name)) return void held.calls.push(respond);
            const waits = name === 'waitForRun' && (scenario.runningSteps ?? 0) > 0;
            setTimeout(respond, waits ? 1500 : 20);
          };
        },
      },
    );
  const none = () => undefined;
  Object.assign(window, {
    calls,
    release,
    google: { script: { run: runner(none, none), host: { close: none } } },
  });
}
