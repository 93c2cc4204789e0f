// The routes of the pages: each is the same file, which draws itself from the API.
import type { Rows } from '../row.ts';

const page = { least: 'anyone', about: 'nothing', uncounted: true } as const;
const answers = { 200: 'text/html' } as const;

export const pageRows = {
  'GET catalog': { ...page, summary: "The catalog's page", answers },
  'GET queryPage': { ...page, summary: "A query's page", answers },
  'GET editPage': { ...page, summary: "A query's editor", answers },
  'GET historyPage': { ...page, summary: "A query's versions", answers },
  'GET alertsPage': { ...page, summary: "A query's alerts", answers },
  'GET frozenPage': { ...page, summary: "A frozen run's page", answers },
  'GET boardPage': { ...page, summary: "A board's page", answers },
  'GET boardEditPage': { ...page, summary: "A board's editor", answers },
  'GET boardsPage': { ...page, summary: 'The page of all boards', answers },
  'GET newBoardPage': { ...page, summary: 'The page of a new board', answers },
  'GET tablesPage': { ...page, summary: 'The page of all sheet tables', answers },
  'GET tablePage': { ...page, summary: "A sheet table's page", answers },
  'GET wordsPage': { ...page, summary: 'The page of what data means', answers },
  'GET tableWordsPage': { ...page, summary: 'The page of what a table means', answers },
  'GET lessonsPage': { ...page, summary: 'The page of all lessons', answers },
  'GET lessonPage': { ...page, summary: "A lesson's page", answers },
  'GET newQueryPage': { ...page, summary: 'The page of a new query', answers },
  'GET loudAlertsPage': { ...page, summary: 'The page of all alerts that fire', answers },
  'GET asksPage': { ...page, summary: 'The page of what was asked for', answers },
  'GET concernsPage': { ...page, summary: 'The page of what concerns the member', answers },
  'GET accountPage': { ...page, summary: "The page of one's own account", answers },
  'GET googleGrantPage': {
    ...page,
    summary: 'Where Google sends back whoever picked spreadsheets',
    answers,
  },
  'GET unsubscribePage': { ...page, summary: 'Asks whether a subscription is to end', answers },
  'GET adminPage': { ...page, summary: "The admins' pages", answers },
} as const satisfies Rows;
