// Every path that the programs call each other by, so that no path is written twice. What each route asks for and
// gives stands under the same names in domain/contract/routes.ts.

/** The paths; `:name` stands for what varies. */
export const paths = {
  catalog: '/',
  csv: '/q/:slug.csv',
  json: '/q/:slug.json',
  xlsx: '/q/:slug.xlsx',
  queryPage: '/q/:slug',
  editPage: '/q/:slug/edit',
  historyPage: '/q/:slug/history',
  alertsPage: '/q/:slug/alerts',
  newQueryPage: '/new',
  loudAlertsPage: '/alerts',
  asksPage: '/asks',
  concernsPage: '/concerns',
  accountPage: '/account',
  googleGrantPage: '/google-grant',
  unsubscribePage: '/unsubscribe/:token',
  adminPage: '/admin/:page',
  shareCsv: '/s/:token.csv',
  shareJson: '/s/:token.json',
  shareXlsx: '/s/:token.xlsx',
  shareResult: '/s/:token/result',
  shareChart: '/s/:token/chart',
  shareBoardPage: '/s/:token/board',
  shareBoard: '/s/:token/board-tiles',
  shareTile: '/s/:token/board-tiles/:tile',
  sharePage: '/s/:token',
  frozenCsv: '/f/:id.csv',
  frozenJson: '/f/:id.json',
  frozenXlsx: '/f/:id.xlsx',
  frozenPage: '/f/:id',
  boardPage: '/b/:slug',
  boardEditPage: '/b/:slug/edit',
  boardsPage: '/boards',
  newBoardPage: '/boards/new',
  tablesPage: '/tables',
  tablePage: '/tables/:name',
  lessonsPage: '/lessons',
  lessonPage: '/lessons/:lesson',
  wordsPage: '/data',
  tableWordsPage: '/data/:source/:schema/:table',
  signIn: '/sign-in',
  signInReturn: '/sign-in/return',
  signedOut: '/sign-in/signed-out',
  me: '/api/me',
  sessions: '/api/sessions',
  session: '/api/sessions/:id',
  personalTokens: '/api/tokens',
  personalToken: '/api/tokens/:id',
  queries: '/api/queries',
  query: '/api/queries/:slug',
  choices: '/api/queries/:slug/choices/:parameter',
  result: '/api/queries/:slug/result',
  sentences: '/api/queries/:slug/sentences',
  queryWords: '/api/queries/:slug/words',
  numbers: '/api/queries/:slug/numbers',
  sheetSend: '/api/queries/:slug/sheet',
  selected: '/api/queries/:slug/selected',
  selectedText: '/api/queries/:slug/selected/sql',
  openings: '/api/queries/:slug/openings',
  textOpenings: '/api/openings',
  variations: '/api/queries/:slug/variations',
  variation: '/api/variations/:slug',
  variationState: '/api/variations/:slug/state',
  file: '/api/queries/:slug/file',
  restore: '/api/queries/:slug/restore',
  versions: '/api/queries/:slug/versions',
  version: '/api/queries/:slug/versions/:version',
  dependents: '/api/queries/:slug/dependents',
  impact: '/api/queries/:slug/impact',
  use: '/api/queries/:slug/use',
  audience: '/api/queries/:slug/audience',
  links: '/api/queries/:slug/links',
  link: '/api/links/:id',
  range: '/api/ranges/:id',
  rangeToken: '/api/ranges/:id/token',
  favourites: '/api/favourites',
  favourite: '/api/favourites/:slug',
  asks: '/api/asks',
  ask: '/api/asks/:id',
  alerts: '/api/alerts',
  rehearsal: '/api/alerts/rehearsal',
  alert: '/api/alerts/:id',
  evaluate: '/api/alerts/:id/evaluate',
  mute: '/api/alerts/:id/mute',
  subscriptions: '/api/subscriptions',
  subscription: '/api/subscriptions/:id',
  unsubscribe: '/api/unsubscribe/:token',
  schedule: '/api/queries/:slug/schedule',
  googleGrant: '/api/google-grant',
  googleGrantBegin: '/api/google-grant/begin',
  rangeSchedules: '/api/range-schedules',
  rangeSchedule: '/api/range-schedules/:id',
  rangeSchedulePaused: '/api/range-schedules/:id/paused',
  rangeScheduleRun: '/api/range-schedules/:id/run',
  hook: '/hooks/:token',
  hooks: '/api/hooks',
  hookById: '/api/hooks/:id',
  destinations: '/api/destinations',
  destination: '/api/destinations/:id',
  destinationTest: '/api/destinations/:id/test',
  sources: '/api/sources',
  sourceSchema: '/api/sources/:name/schema',
  tableUses: '/api/sources/:name/uses',
  tableWords: '/api/sources/:name/words/:schema/:table',
  describe: '/api/describe',
  explain: '/api/explain',
  measure: '/api/measure',
  lift: '/api/lift',
  check: '/api/check',
  unsavedRun: '/api/run',
  run: '/api/runs/:run',
  rows: '/api/runs/:run/rows',
  freeze: '/api/runs/:run/freeze',
  boards: '/api/boards',
  board: '/api/boards/:slug',
  boardFile: '/api/boards/:slug/file',
  boardLinks: '/api/boards/:slug/links',
  tileNumber: '/api/boards/:slug/tiles/:tile/number',
  comments: '/api/comments',
  commentPeople: '/api/comments/people',
  comment: '/api/comments/:id',
  resolved: '/api/comments/:id/resolved',
  slackChannels: '/api/queries/:slug/slack-channels',
  slackChannel: '/api/queries/:slug/slack-channels/:channel',
  concerns: '/api/concerns',
  frozenRuns: '/api/frozen',
  frozenRun: '/api/frozen/:id',
  cite: '/api/frozen/:id/cite',
  frozenShare: '/api/frozen/:id/share',
  frozenDifference: '/api/frozen/:a/difference/:b',
  sentLists: '/api/sent-lists',
  sentList: '/api/sent-lists/:id',
  sheetTables: '/api/sheet-tables',
  tableRows: '/api/sheet-tables/:name/rows',
  sheetTable: '/api/sheet-tables/:name',
  people: '/api/people',
  members: '/api/members',
  member: '/api/members/:id',
  holdings: '/api/members/:id/holdings',
  invitations: '/api/invitations',
  invitation: '/api/invitations/:id',
  groups: '/api/groups',
  group: '/api/groups/:id',
  policies: '/api/policies',
  policy: '/api/policies/:source',
  overview: '/api/overview',
  maintenance: '/api/maintenance',
  audit: '/api/audit',
  auditCsv: '/api/audit.csv',
  auditLines: '/api/audit.jsonl',
  healthz: '/healthz',
  readyz: '/readyz',
  metrics: '/metrics',
  openapi: '/openapi.json',
} as const satisfies Record<string, `/${string}`>;

export type PathName = keyof typeof paths;

type WordOf<Rest extends string> = Rest extends `${infer Word}${'/' | '.'}${string}` ? Word : Rest;

/** The names of what varies in a path, in their order. */
export type NamesIn<Path extends string> = Path extends `${string}:${infer Rest}`
  ? [WordOf<Rest>, ...NamesIn<Rest>]
  : [];

type ValuesFor<Path extends string> = Path extends `${string}:${infer Rest}`
  ? [value: string | number, ...ValuesFor<Rest>]
  : [];

type Address<Path extends string> =
  ValuesFor<Path> extends [] ? Path : (...values: ValuesFor<Path>) => string;

/** The path with a value for each name. No value can end its segment, or begin a query string. */
export function addressOf(path: string, valueOf: (name: string) => string | number): string {
  return path.replace(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(valueOf(name)));
}

function addressBy(path: string): (...values: string[]) => string {
  return (...values) => {
    let at = 0;
    return addressOf(path, () => values[at++] ?? '');
  };
}

/** The addresses to ask: a text, or for a path of which something varies a function of that. */
export const routes = Object.fromEntries(
  Object.entries(paths).map(([name, path]) => [name, path.includes(':') ? addressBy(path) : path]),
) as unknown as { [Name in PathName]: Address<(typeof paths)[Name]> };
